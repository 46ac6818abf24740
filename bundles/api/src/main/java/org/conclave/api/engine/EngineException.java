package org.conclave.api.engine;

/**
 * The engine could not answer: it is not running, it did not answer in time although it was
 * respawned, or the call was not one that a correct host makes. The state that was passed is still
 * valid, and the call may be repeated.
 */
public final class EngineException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** No engine is running and none could be started; it may be later. */
    UNAVAILABLE,
    /** It did not answer within the deadline. */
    TIMEOUT,
    /** The host sent what no correct host sends, or parts of state that do not belong together. */
    MISUSE,
    /** A fault in the engine. */
    INTERNAL
  }

  private final Reason reason;

  public EngineException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public EngineException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
