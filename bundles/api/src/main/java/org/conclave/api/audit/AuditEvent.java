package org.conclave.api.audit;

import java.util.Map;
import java.util.TreeMap;

/**
 * Something that people will want to know later. Names no secret and no content of a message.
 *
 * @param details in the order of their names; at most 16, each name and value at most 1,024
 *     characters
 */
public record AuditEvent(Kind kind, Map<String, String> details) {
  private static final int MAX_DETAILS = 16;
  private static final int MAX_TEXT = 1_024;

  /**
   * @throws IllegalArgumentException if there are too many details, or one is too long
   */
  public AuditEvent {
    if (details.size() > MAX_DETAILS
        || details.entrySet().stream()
            .anyMatch(d -> tooLong(d.getKey()) || tooLong(d.getValue()))) {
      throw new IllegalArgumentException("an event of the audit log is too large");
    }
    details = java.util.Collections.unmodifiableMap(new TreeMap<>(details));
  }

  public static AuditEvent of(Kind kind, Map<String, String> details) {
    return new AuditEvent(kind, details);
  }

  private static boolean tooLong(String text) {
    return text.length() > MAX_TEXT;
  }

  /** What happened. */
  public enum Kind {
    ORGANISATION_FOUNDED,
    INVITATION_ISSUED,
    INVITATION_REVOKED,
    INVITATION_REDEEMED,
    REQUEST_CONFIRMED,
    REQUEST_DECLINED,
    CLAIM_LATE,
    MEMBER_ADMITTED,
    MEMBER_REVOKED,
    DEVICE_REVOKED,
    DEVICE_CHANGED,
    DEVICE_LOCKED,
    DELEGATION_ISSUED,
    DELEGATION_WITHDRAWN,
    POLICY_CHANGED,
    ROOT_SUCCEEDED,
    CONTRADICTION_FOUND,
    BACKUP_EXPORTED,
    ACCOUNT_RESTORED,
    ACCOUNT_TAKEN_OVER,
    FEATURE_SWITCHED,
    PROFILE_WIPED
  }
}
