package org.conclave.api.audit;

import java.util.Optional;
import org.conclave.api.identity.DeviceId;

/** What became of a verification. */
public sealed interface AuditVerdict {
  /**
   * Every line is as it was written, and none is missing.
   *
   * @param signer the device that signed the export; empty for the profile's own log
   */
  record Intact(long entries, Optional<DeviceId> signer) implements AuditVerdict {}

  /**
   * It is not.
   *
   * @param number the first line that cannot be believed
   * @param reason for a person
   */
  record Broken(long number, String reason) implements AuditVerdict {}
}
