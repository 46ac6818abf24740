package org.conclave.shell.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conclave.api.organisation.OwnStanding;

/** A standing as scripts see it, and as a person is told why a command is not for it. */
final class Standings {
  static final List<String> KINDS = List.of("OUTSIDE", "WAITING", "RESTORING", "ACTIVE", "LOCKED");

  private Standings() {}

  static String kind(OwnStanding standing) {
    if (standing instanceof OwnStanding.Outside) {
      return "OUTSIDE";
    }
    if (standing instanceof OwnStanding.Waiting) {
      return "WAITING";
    }
    if (standing instanceof OwnStanding.Restoring) {
      return "RESTORING";
    }
    return standing instanceof OwnStanding.Locked ? "LOCKED" : "ACTIVE";
  }

  static Map<String, Object> describe(OwnStanding standing) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("kind", kind(standing));
    if (standing instanceof OwnStanding.Waiting waiting) {
      answer.put("organisation_name", waiting.organisationName());
      answer.put("fingerprint", waiting.fingerprint());
    } else if (standing instanceof OwnStanding.Restoring restoring) {
      answer.put("organisation_name", restoring.organisationName());
      answer.put("step", restoring.step().name());
    } else if (standing instanceof OwnStanding.Locked locked) {
      answer.put("organisation_name", locked.organisationName());
      answer.put("reason", locked.reason().name());
      answer.put("by", locked.by().map(device -> device.publicKey().toHex()).orElse(null));
      answer.put("since", locked.since().toString());
    }
    return answer;
  }

  /** Why a member's command is not carried out. */
  static CommandException notMember(OwnStanding standing) {
    return new CommandException("NOT_MEMBER", because(standing));
  }

  private static String because(OwnStanding standing) {
    if (standing instanceof OwnStanding.Waiting) {
      return "WAITING: no administrator has confirmed this member yet. Until then only standing,"
          + " wait-standing and give-up do something here.";
    }
    if (standing instanceof OwnStanding.Restoring restoring) {
      return switch (restoring.step()) {
        case PEER ->
            "RESTORING: this device becomes the account's as soon as a member is reached."
                + " Let it run, or use give-up.";
        case APPROVAL ->
            "RESTORING: an administrator has to approve this device first. Ask for it, or use"
                + " give-up.";
      };
    }
    if (standing instanceof OwnStanding.Locked locked) {
      return switch (locked.reason()) {
        case TAKEN_OVER ->
            "LOCKED: the account is used on another device. Go on there, or use use-here-again.";
        case REVOKED ->
            "LOCKED: the organisation has ended this membership. Ask an administrator why.";
        case DEVICE_REVOKED ->
            "LOCKED: the organisation has taken this device out. Ask an administrator, or use"
                + " use-here-again and wait for an approval.";
        case CONFLICT ->
            "LOCKED: two devices claim to be this account's. An administrator has to decide.";
      };
    }
    return "This profile belongs to no organisation yet: use create-organisation or join.";
  }
}
