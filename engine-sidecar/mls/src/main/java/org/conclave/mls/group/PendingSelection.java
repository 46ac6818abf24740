package org.conclave.mls.group;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.ProposalOrRef;
import org.conclave.mls.message.Sender;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.PskSecret;
import org.conclave.mls.state.PendingPart;

/**
 * Which of the waiting proposals a commit covers, RFC 9420 section 12.2: all that go together and
 * whose pre-shared keys are known, a Remove before an Update of the same leaf, later Updates before
 * earlier ones, and a ReInit only by itself, where it is asked for.
 */
final class PendingSelection {
  private PendingSelection() {}

  static List<ProposalOrRef> select(
      PendingPart pending, List<Proposal> byValue, int committer, List<Psk> known) {
    Set<Integer> taken = new HashSet<>();
    boolean extensionsTaken = false;
    for (Proposal proposal : byValue) {
      removedLeaf(proposal).ifPresent(taken::add);
      extensionsTaken |= proposal instanceof Proposal.GroupContextExtensions;
    }
    List<PendingPart.Pending> removesFirst = new ArrayList<>();
    List<PendingPart.Pending> all = pending.proposals();
    all.stream().filter(p -> proposalOf(p) instanceof Proposal.Remove).forEach(removesFirst::add);
    for (int i = all.size() - 1; i >= 0; i--) {
      if (!(proposalOf(all.get(i)) instanceof Proposal.Remove)) {
        removesFirst.add(all.get(i));
      }
    }
    Set<PendingPart.Pending> chosen = new HashSet<>();
    for (PendingPart.Pending candidate : removesFirst) {
      Proposal proposal = proposalOf(candidate);
      if (proposal instanceof Proposal.ReInit
          || proposal instanceof Proposal.ExternalInit
          || proposal instanceof Proposal.PreSharedKey psk
              && !PskSecret.isKnown(psk.psk(), known)) {
        continue;
      }
      if (proposal instanceof Proposal.GroupContextExtensions) {
        if (!extensionsTaken) {
          extensionsTaken = true;
          chosen.add(candidate);
        }
        continue;
      }
      OptionalInt leaf = changedLeaf(candidate);
      if (leaf.isEmpty() || leaf.getAsInt() != committer && taken.add(leaf.getAsInt())) {
        chosen.add(candidate);
      }
    }
    return all.stream()
        .filter(chosen::contains)
        .<ProposalOrRef>map(p -> new ProposalOrRef.ByReference(p.reference()))
        .toList();
  }

  /** The Removes among references to what waits. */
  static List<ProposalOrRef> removesOf(List<ProposalOrRef> covered, PendingPart pending) {
    return covered.stream()
        .filter(
            entry ->
                entry instanceof ProposalOrRef.ByReference reference
                    && pending
                        .find(reference.reference())
                        .map(PendingSelection::proposalOf)
                        .filter(Proposal.Remove.class::isInstance)
                        .isPresent())
        .toList();
  }

  static ProposalOrRef latestReInit(PendingPart pending) throws RuleViolation {
    List<PendingPart.Pending> all = pending.proposals();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (proposalOf(all.get(i)) instanceof Proposal.ReInit) {
        return new ProposalOrRef.ByReference(all.get(i).reference());
      }
    }
    throw RuleViolation.invalid("12.4", "no ReInit waits to be committed");
  }

  private static OptionalInt changedLeaf(PendingPart.Pending pending) {
    if (proposalOf(pending) instanceof Proposal.Update
        && pending.message().content().sender() instanceof Sender.Member member) {
      return OptionalInt.of(member.leafIndex());
    }
    return removedLeaf(proposalOf(pending));
  }

  private static OptionalInt removedLeaf(Proposal proposal) {
    return proposal instanceof Proposal.Remove remove
        ? OptionalInt.of(remove.removed())
        : OptionalInt.empty();
  }

  private static Proposal proposalOf(PendingPart.Pending pending) {
    return (Proposal) pending.message().content().content();
  }
}
