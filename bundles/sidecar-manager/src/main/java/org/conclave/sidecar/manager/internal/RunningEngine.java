package org.conclave.sidecar.manager.internal;

/**
 * An engine that answered its first ping.
 *
 * @param version of the engine, as it says
 */
record RunningEngine(EngineProcess process, EngineLink link, int port, String version)
    implements AutoCloseable {
  /** Kills it. */
  @Override
  public void close() {
    process.close();
    link.close();
  }
}
