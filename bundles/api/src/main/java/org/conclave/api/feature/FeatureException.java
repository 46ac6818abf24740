package org.conclave.api.feature;

/** Nothing was switched. The message is for a person. */
public final class FeatureException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    NO_SUCH_FEATURE,
    HELD_BY_POLICY,
    /** The choice is kept in the profile, and that is locked. */
    LOCKED,
    /** The bundle could not be started or stopped. */
    FAILED
  }

  private final Reason reason;

  public FeatureException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public FeatureException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
