package org.conclave.proto.engine.launch;

/** What both ends of the contract must agree on, besides its messages. */
public final class EngineContract {
  /** {@code PingResponse.contract}. An engine with another number is not used. */
  public static final int VERSION = 1;

  /** No request and no response is larger. A tree of 10,000 members takes 3 MiB. */
  public static final int MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

  /** The line on the engine's standard output that says that it accepts connections. */
  public static final String READY_LINE = "conclave-engine ready";

  /** The exit status of an engine that found its port taken. */
  public static final int EXIT_PORT_TAKEN = 3;

  private EngineContract() {}
}
