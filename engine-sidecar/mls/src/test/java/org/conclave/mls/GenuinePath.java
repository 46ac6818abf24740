package org.conclave.mls;

import java.util.Set;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.PathCreator;
import org.conclave.mls.tree.PathReceiver;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeEditor;
import org.conclave.mls.tree.UpdatePath;

/** An update path as a member would send it in a commit. */
final class GenuinePath {
  private GenuinePath() {}

  /** In a commit without proposals. */
  static UpdatePath of(Device device, Forger forger) {
    return of(
        device,
        forger,
        device.tree().leaf(device.leaf()),
        forger.identity.signaturePrivateKey(),
        forger.context().extensions());
  }

  /**
   * In a commit that changes GroupContext extensions at most.
   *
   * @param leaf the leaf to renew, signed with the key given
   */
  static UpdatePath of(
      Device device, Forger forger, LeafNode leaf, Secret signatureKey, Extensions extensions) {
    try {
      return new PathCreator(forger.suite, forger.random)
          .create(
              device.tree().edit(),
              device.leaf(),
              leaf,
              Set.of(),
              signatureKey,
              Device.GROUP_ID,
              treeHash -> forger.context().provisional(treeHash, extensions).encoded())
          .path();
    } catch (RuleViolation e) {
      throw new AssertionError(e);
    }
  }

  /** The provisional GroupContext of a commit that holds this path and nothing else. */
  static byte[] contextAfter(Device device, Forger forger, UpdatePath path) throws RuleViolation {
    TreeEditor tree = device.tree().edit();
    RatchetTree merged =
        new PathReceiver(tree, path, device.leaf(), Set.of(), forger.suite).merge(tree);
    return forger.context().provisional(merged.treeHash(), forger.context().extensions()).encoded();
  }
}
