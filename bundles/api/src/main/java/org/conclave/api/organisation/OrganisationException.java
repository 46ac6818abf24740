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
    /** An administrator's right does not reach so far: role, site, expiry or quota. */
    BEYOND_AUTHORITY,
    NO_SUCH_MEMBER,
    NO_SUCH_REQUEST,
    /** It would end this device's own membership or right. */
    SELF,
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
    /** The organisation took it back. */
    INVITATION_REVOKED,
    /** A good signature, by somebody who has no right to invite. */
    INVITATION_WRONG_SIGNATURE,
    /** Not the organisation's recovery code, or too few or foreign shares. */
    RECOVERY_CODE,
    /** What a backup holds does not belong together. */
    BACKUP_DAMAGED,
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
