package org.conclave.api.messaging;

/** Nothing was done. The message is for a person: what happened, what it means, what to do. */
public final class MessengerException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    NO_SUCH_CONVERSATION,
    NO_SUCH_MEMBER,
    NOT_ADMINISTRATOR,
    ALREADY_IN_GROUP,
    /** This member was removed from the group. */
    EVICTED,
    /** This device has no state of the group, and waits to be let in again. */
    REJOINING,
    /** The organisation's policy keeps this to others. */
    NOT_ALLOWED_BY_POLICY,
    INVALID_NAME,
    INVALID_TEXT,
    ENGINE,
    STORAGE,
    /** The bundle is stopping. */
    CLOSED
  }

  private final Reason reason;

  public MessengerException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public MessengerException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
