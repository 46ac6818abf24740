package org.conclave.mls.group;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.Sender;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.TreeEditor;
import org.jspecify.annotations.Nullable;

/**
 * What a list of valid proposals does to the tree and the GroupContext, RFC 9420 section 12.3.
 *
 * @param added key packages by the leaf index that they were given, in the order of the list
 * @param ownUpdateKey the private key of this member's new leaf, where the list holds its Update
 */
record AppliedProposals(
    TreeEditor tree,
    Extensions extensions,
    Map<Integer, KeyPackage> added,
    List<Integer> removed,
    Set<Integer> updated,
    List<PreSharedKeyId> psks,
    Proposal.@Nullable ExternalInit externalInit,
    Proposal.@Nullable ReInit reInit,
    boolean pathRequired,
    @Nullable Secret ownUpdateKey) {

  /** The GroupContext extensions that are to be: the other proposals are judged by them. */
  static Extensions extensionsAfter(List<ResolvedProposal> proposals, Extensions before) {
    Extensions after = before;
    for (ResolvedProposal resolved : proposals) {
      if (resolved.proposal() instanceof Proposal.GroupContextExtensions replacement) {
        after = replacement.extensions();
      }
    }
    return after;
  }

  static AppliedProposals apply(Epoch epoch, List<ResolvedProposal> proposals) {
    TreeEditor tree = epoch.tree().edit();
    Set<Integer> updated = new LinkedHashSet<>();
    List<Integer> removed = new ArrayList<>();
    List<KeyPackage> toAdd = new ArrayList<>();
    List<PreSharedKeyId> psks = new ArrayList<>();
    Proposal.ExternalInit externalInit = null;
    Proposal.ReInit reInit = null;
    boolean pathRequired = proposals.isEmpty();
    Secret ownUpdateKey = null;
    for (ResolvedProposal resolved : proposals) {
      Proposal proposal = resolved.proposal();
      pathRequired |= proposal.requiresPath();
      if (proposal instanceof Proposal.Update update
          && resolved.sender() instanceof Sender.Member member) {
        tree.update(member.leafIndex(), update.leafNode());
        updated.add(member.leafIndex());
        ownUpdateKey = member.leafIndex() == epoch.ownLeaf() ? resolved.updateKey() : ownUpdateKey;
      } else if (proposal instanceof Proposal.Remove remove) {
        removed.add(remove.removed());
      } else if (proposal instanceof Proposal.Add add) {
        toAdd.add(add.keyPackage());
      } else if (proposal instanceof Proposal.PreSharedKey psk) {
        psks.add(psk.psk());
      } else if (proposal instanceof Proposal.ExternalInit init) {
        externalInit = init;
      } else if (proposal instanceof Proposal.ReInit ending) {
        reInit = ending;
      }
    }
    removed.forEach(tree::remove);
    tree.truncate();
    Map<Integer, KeyPackage> added = new LinkedHashMap<>();
    List<Integer> places = tree.addAll(toAdd.stream().map(KeyPackage::leafNode).toList());
    for (int i = 0; i < places.size(); i++) {
      added.put(places.get(i), toAdd.get(i));
    }
    return new AppliedProposals(
        tree,
        extensionsAfter(proposals, epoch.context().extensions()),
        added,
        removed,
        updated,
        psks,
        externalInit,
        reInit,
        pathRequired,
        ownUpdateKey);
  }
}
