package org.conclave.api.storage;

/**
 * A unit of work was not committed; nothing of it is on disk. The message is for a person.
 *
 * <p>{@link Reason#STALE_STATE} is the one that a caller handles: somebody else advanced the group
 * first, so read again and repeat.
 */
public final class StorageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The compare-and-set on a group's state version failed. */
    STALE_STATE,
    DISK_FULL,
    /** A row is not what was written. */
    DAMAGED,
    /** The store was closed while the work waited. */
    CLOSED,
    FAILED
  }

  private final Reason reason;

  public StorageException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public StorageException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
