package org.conclave.ui.internal.admin;

import java.util.stream.Collectors;
import org.conclave.api.audit.AuditEvent;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.text.Text;

/** The audit log in words: each kind has its own, and so have the names of details we know. */
final class AuditWords {
  private final Text text;

  AuditWords(Text text) {
    this.text = text;
  }

  String kind(AuditEvent.Kind kind) {
    return text.get("audit.kind." + kind);
  }

  /** The name of a detail; as it is where there are no words for it. */
  String detail(String name) {
    String key = "audit.detail." + name;
    return text.has(key) ? text.get(key) : name;
  }

  String details(AuditEvent event) {
    return event.details().entrySet().stream()
        .filter(each -> !each.getValue().isBlank())
        .map(each -> detail(each.getKey()) + ": " + each.getValue())
        .collect(Collectors.joining(" · "));
  }

  static Glyph glyph(AuditEvent.Kind kind) {
    return switch (kind) {
      case ORGANISATION_FOUNDED -> Glyph.ORGANISATION;
      case INVITATION_ISSUED, INVITATION_REVOKED, INVITATION_REDEEMED -> Glyph.INVITATION;
      case REQUEST_CONFIRMED, REQUEST_DECLINED, CLAIM_LATE -> Glyph.REQUEST;
      case MEMBER_ADMITTED -> Glyph.PEOPLE;
      case MEMBER_REVOKED, DEVICE_REVOKED, PROFILE_WIPED -> Glyph.REMOVE;
      case DEVICE_CHANGED, DEVICE_LOCKED, ACCOUNT_RESTORED, ACCOUNT_TAKEN_OVER -> Glyph.LOCK;
      case DELEGATION_ISSUED, DELEGATION_WITHDRAWN -> Glyph.ADMINISTRATION;
      case POLICY_CHANGED -> Glyph.POLICY;
      case ROOT_SUCCEEDED, BACKUP_EXPORTED -> Glyph.KEY;
      case CONTRADICTION_FOUND -> Glyph.WARNING;
      case FEATURE_SWITCHED -> Glyph.MODULES;
    };
  }
}
