package org.conclave.mls.group;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Capabilities;
import org.conclave.mls.tree.RatchetTree;

/**
 * Whether a new group is to another what its link says, RFC 9420 sections 11.2, 11.3 and 12.4.3.1.
 * Members of the two match where their credentials are of one type and name one identity.
 */
public final class SuccessionValidator {
  private static final String REINITIALISED = "11.2";
  private static final String BRANCHED = "11.3";

  private SuccessionValidator() {}

  /**
   * @param link the resumption key that the new group's first epoch took
   * @param old the group that the link names
   */
  public static void validate(PreSharedKeyId.Resumption link, Epoch old, NextEpoch joined)
      throws RuleViolation {
    GroupContext context = joined.part().context();
    if (context.epoch() != 1) {
      throw RuleViolation.invalid(
          "12.4.3.1", "a group that continues another is joined in epoch " + context.epoch());
    }
    switch (link.usage()) {
      case REINIT -> validateReinitialised(old, context, joined.tree());
      case BRANCH -> validateBranched(old, context, joined.tree());
      case APPLICATION -> throw new IllegalArgumentException("a key that links no groups");
    }
  }

  private static void validateReinitialised(Epoch old, GroupContext context, RatchetTree tree)
      throws RuleViolation {
    Proposal.ReInit reInit = old.part().reInit();
    if (reInit == null) {
      throw RuleViolation.invalid(REINITIALISED, "the old group was not ended by a ReInit");
    }
    require(reInit.version() == Capabilities.MLS10, REINITIALISED, "not the version of the ReInit");
    require(
        reInit.cipherSuite() == context.cipherSuite(),
        REINITIALISED,
        "not the cipher suite of the ReInit");
    require(
        Arrays.equals(reInit.groupId(), context.groupId()),
        REINITIALISED,
        "not the group id of the ReInit");
    require(
        Arrays.equals(reInit.extensions().encoded(), context.extensions().encoded()),
        REINITIALISED,
        "not the extensions of the ReInit");
    Map<PresentedClient, Integer> present = clients(tree);
    clients(old.tree()).forEach((client, count) -> present.merge(client, -count, Integer::sum));
    require(
        present.values().stream().allMatch(surplus -> surplus >= 0),
        REINITIALISED,
        "a member of the old group is not in the new one");
  }

  private static void validateBranched(Epoch old, GroupContext context, RatchetTree tree)
      throws RuleViolation {
    require(
        old.context().cipherSuite() == context.cipherSuite(),
        BRANCHED,
        "not the cipher suite of the group it is branched from");
    require(
        clients(old.tree()).keySet().containsAll(clients(tree).keySet()),
        BRANCHED,
        "a member is not in the group it is branched from");
  }

  private static void require(boolean kept, String section, String otherwise) throws RuleViolation {
    if (!kept) {
      throw RuleViolation.invalid(section, otherwise);
    }
  }

  private static Map<PresentedClient, Integer> clients(RatchetTree tree) {
    Map<PresentedClient, Integer> clients = new HashMap<>();
    tree.forEachLeaf(
        (leaf, index) -> clients.merge(PresentedClient.of(leaf.credential()), 1, Integer::sum));
    return clients;
  }
}
