package org.conclave.ui.internal.chat;

import java.util.ArrayList;
import java.util.List;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.ui.internal.text.Text;

/** What the organisation has decided, a sentence each. */
final class PolicyWords {
  private PolicyWords() {}

  static List<String> of(SitePolicy policy, Text text) {
    List<String> says = new ArrayList<>();
    says.add(
        policy
            .retention()
            .map(kept -> text.get("policy.retention", Math.max(1, kept.toDays())))
            .orElseGet(() -> text.get("policy.retention.none")));
    says.add(text.get("policy.takeover." + policy.takeoverNeedsApproval()));
    says.add(text.get("policy.groups." + policy.groupCreators()));
    says.add(
        text.get(
            "policy.beacon",
            policy.warnWithoutBeacon().toDays(),
            policy.refuseWithoutBeacon().toDays()));
    return says;
  }
}
