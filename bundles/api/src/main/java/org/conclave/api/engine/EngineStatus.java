package org.conclave.api.engine;

/**
 * @param state what the engine is doing
 * @param pid of its process, 0 where none runs
 * @param port it listens on, 0 where none runs
 * @param restarts how often it was respawned since the bundle started
 * @param version of the running engine, empty where none runs
 * @param message for a person, where the state is {@link State#RESTARTING} or {@link State#FAILED}:
 *     what happened, what it means, what to do; else empty
 */
public record EngineStatus(
    State state, long pid, int port, int restarts, String version, String message) {
  /** What the engine is doing. */
  public enum State {
    STARTING,
    READY,
    RESTARTING,
    /** It failed too often within a minute; sending and receiving wait. */
    FAILED,
    STOPPED
  }
}
