package org.conclave.ui.internal.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.ui.internal.text.Text;

/** What differs between two policies, a line each, for a person who is about to sign. */
final class PolicyChanges {
  private final Text text;
  private final List<String> lines = new ArrayList<>();

  private PolicyChanges(Text text) {
    this.text = text;
  }

  /**
   * @param titles of features by their ids; an id without one is shown as it is
   */
  static List<String> between(
      SitePolicy before, SitePolicy after, Map<String, String> titles, Text text) {
    PolicyChanges changes = new PolicyChanges(text);
    Set<String> features = new TreeSet<>(before.features().keySet());
    features.addAll(after.features().keySet());
    for (String id : features) {
      changes.line(
          titles.getOrDefault(id, id),
          text.get("admin.policy.feature." + before.feature(id)),
          text.get("admin.policy.feature." + after.feature(id)));
    }
    changes.line(
        text.get("admin.policy.takeover"),
        text.get("admin.policy.takeover." + before.takeoverNeedsApproval()),
        text.get("admin.policy.takeover." + after.takeoverNeedsApproval()));
    changes.line(
        text.get("admin.policy.retention"),
        retention(before.retention(), text),
        retention(after.retention(), text));
    changes.line(
        text.get("admin.policy.groups"),
        text.get("admin.policy.groups." + before.groupCreators()),
        text.get("admin.policy.groups." + after.groupCreators()));
    changes.line(
        text.get("admin.policy.warn"),
        days(before.warnWithoutBeacon(), text),
        days(after.warnWithoutBeacon(), text));
    changes.line(
        text.get("admin.policy.refuse"),
        days(before.refuseWithoutBeacon(), text),
        days(after.refuseWithoutBeacon(), text));
    changes.line(
        text.get("admin.policy.signers"),
        text.get("admin.policy.signers.count", before.pluginSigners().size()),
        text.get("admin.policy.signers.count", after.pluginSigners().size()),
        !before.pluginSigners().equals(after.pluginSigners()));
    return List.copyOf(changes.lines);
  }

  private void line(String what, String before, String after) {
    line(what, before, after, !Objects.equals(before, after));
  }

  private void line(String what, String before, String after, boolean differs) {
    if (differs) {
      lines.add(text.get("admin.policy.change", what, before, after));
    }
  }

  static String retention(Optional<Duration> retention, Text text) {
    return retention.map(kept -> days(kept, text)).orElseGet(() -> text.get("admin.policy.ever"));
  }

  static String days(Duration duration, Text text) {
    return text.get("invite.days", duration.toDays());
  }
}
