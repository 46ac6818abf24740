package org.conclave.api.organisation;

import java.time.Instant;
import java.util.Optional;
import org.conclave.api.identity.DeviceId;

/** How this profile stands to its organisation. */
public sealed interface OwnStanding {
  /** It belongs to none yet. */
  record Outside() implements OwnStanding {}

  /**
   * An open invitation was accepted here, and no administrator has confirmed it yet.
   *
   * @param fingerprint of the account, to be compared with what the administrator sees
   */
  record Waiting(String organisationName, String fingerprint) implements OwnStanding {}

  /**
   * An account was restored here and this device is not the active one yet.
   *
   * @param step what it waits for
   */
  record Restoring(String organisationName, Step step) implements OwnStanding {
    /** What has to happen next. */
    public enum Step {
      /** A peer that knows the account's newest device. */
      PEER,
      /** An administrator's approval: by policy, or because two devices contradict each other. */
      APPROVAL
    }
  }

  /** It takes part. */
  record Active() implements OwnStanding {}

  /**
   * This device may not take part any more. Its session keys are destroyed; what was written stays
   * on the disk.
   *
   * @param by the device that is active now, where there is one
   * @param since when this device learned of it
   */
  record Locked(String organisationName, Reason reason, Optional<DeviceId> by, Instant since)
      implements OwnStanding {
    /** Why. */
    public enum Reason {
      /** The account is used on another device. */
      TAKEN_OVER,
      /** The organisation ended this membership. */
      REVOKED,
      /** The organisation took this device out. */
      DEVICE_REVOKED,
      /** Two devices claim to be this account's: an administrator has to decide. */
      CONFLICT
    }
  }
}
