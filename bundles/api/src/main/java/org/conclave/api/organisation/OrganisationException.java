package org.conclave.api.organisation;

/**
 * An organisation's act was not done; nothing changed. The message is for a person: what happened,
 * what it means, what to do.
 */
public final class OrganisationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    ALREADY_MEMBER,
    NOT_MEMBER,
    NOT_ADMINISTRATOR,
    INVALID_NAME,
    INVALID_ACCOUNT_CODE,
    /** The text is not an invitation: wrong prefix, bad characters, cut off, checksum. */
    INVITATION_UNREADABLE,
    /** It reads, and its signature or contents were changed. */
    INVITATION_TAMPERED,
    INVITATION_EXPIRED,
    INVITATION_NOT_YET_VALID,
    INVITATION_OF_ANOTHER_ORGANISATION,
    INVITATION_FOR_ANOTHER_PERSON,
    INVITATION_USED,
    /** Peers refused this device's clock: it is off by more than a day. */
    CLOCK,
    ENGINE,
    STORAGE
  }

  private final Reason reason;

  public OrganisationException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public OrganisationException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
