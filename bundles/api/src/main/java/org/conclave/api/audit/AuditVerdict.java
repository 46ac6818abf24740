package org.conclave.api.audit;

import java.util.Optional;
import org.conclave.api.identity.DeviceId;

/** What became of a verification. */
public sealed interface AuditVerdict {
  /**
   * Every line is as it was written, and none is missing. Of a file this holds as far as its signer
   * is trusted: whether that device is one of the organisation's is for the caller to look up.
   *
   * @param signer the device that signed the export; empty for the profile's own log, and for a
   *     file that is not signed, which anybody could have made up whole
   */
  record Intact(long entries, Optional<DeviceId> signer) implements AuditVerdict {}

  /**
   * It is not.
   *
   * @param number the first line that cannot be believed: it does not follow from those before it,
   *     or nothing vouches for it. Who changed a line and computed its hash again is found at the
   *     next one
   * @param reason for a person
   */
  record Broken(long number, String reason) implements AuditVerdict {}
}
