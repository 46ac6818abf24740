package org.conclave.mls.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.KemKeyPair;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.TreeView.PathStep;
import org.jspecify.annotations.Nullable;

/** Checks, merges and opens the update path of another member, RFC 9420 sections 7.5 and 12.4.2. */
public final class PathReceiver {
  private static final String LABEL = "UpdatePathNode";

  private final CipherSuite suite;
  private final UpdatePath path;
  private final int sender;
  private final List<PathStep> steps;
  private final List<List<Integer>> recipients;

  /**
   * @param tree after the proposals
   * @param added leaves that this commit adds
   * @throws RuleViolation if the path does not fit the tree
   */
  public PathReceiver(
      TreeEditor tree, UpdatePath path, int sender, Set<Integer> added, CipherSuite suite)
      throws RuleViolation {
    this.suite = suite;
    this.path = path;
    this.sender = sender;
    this.steps = tree.filteredDirectPath(sender);
    this.recipients = new ArrayList<>(steps.size());
    if (path.nodes().size() != steps.size()) {
      throw RuleViolation.invalid(
          "7.5", "an update path is not as long as the filtered direct path");
    }
    for (int i = 0; i < steps.size(); i++) {
      List<Integer> resolution = tree.resolution(steps.get(i).copath());
      resolution.removeIf(node -> TreeMath.isLeaf(node) && added.contains(TreeMath.leafOf(node)));
      if (resolution.size() != path.nodes().get(i).encryptedPathSecret().size()) {
        throw RuleViolation.invalid(
            "7.6", "an update path has not one ciphertext for each node of a resolution");
      }
      recipients.add(resolution);
    }
    requireNewKeys(tree);
  }

  /** Merges the path and returns the tree after it. Uses the editor up. */
  public RatchetTree merge(TreeEditor tree) throws RuleViolation {
    List<byte[]> keys = path.nodes().stream().map(UpdatePath.PathNode::encryptionKey).toList();
    byte[] parentHash = PathMerge.merge(suite, tree, sender, steps, keys);
    if (!(path.leafNode().source() instanceof LeafNodeSource.InCommit commit)
        || !Arrays.equals(commit.parentHash(), parentHash)) {
      throw RuleViolation.invalid(
          "7.9.2", "the parent hash of an update path's leaf is not the one computed");
    }
    tree.set(TreeMath.nodeOf(sender), path.leafNode());
    return tree.build();
  }

  /** The commit secret and the private keys of the nodes that the path set above the own leaf. */
  public record OpenedPath(
      Secret pathSecret, Secret commitSecret, SortedMap<Integer, Secret> nodeKeys) {}

  /**
   * Decrypts the path secret that is meant for this member.
   *
   * @param context the provisional GroupContext
   */
  public OpenedPath open(int ownLeaf, PathKeys keys, byte[] context) throws RuleViolation {
    for (int i = 0; i < steps.size(); i++) {
      if (TreeMath.covers(steps.get(i).copath(), TreeMath.nodeOf(ownLeaf))) {
        return derive(i, decrypt(i, ownLeaf, keys, context));
      }
    }
    throw RuleViolation.invalid("7.5", "an update path has no common ancestor with this member");
  }

  private Secret decrypt(int step, int ownLeaf, PathKeys keys, byte[] context)
      throws RuleViolation {
    List<Integer> resolution = recipients.get(step);
    for (int j = 0; j < resolution.size(); j++) {
      @Nullable Secret key = keys.keyFor(resolution.get(j), ownLeaf);
      if (key != null) {
        return suite
            .decryptWithLabel(
                key, LABEL, context, path.nodes().get(step).encryptedPathSecret().get(j))
            .orElseThrow(() -> RuleViolation.undecryptable("7.6", "a path secret does not open"));
      }
    }
    throw RuleViolation.invalid("7.5", "no path secret is encrypted for this member");
  }

  private OpenedPath derive(int first, Secret pathSecret) throws RuleViolation {
    SortedMap<Integer, Secret> keys = new TreeMap<>();
    Secret secret = pathSecret;
    for (int i = first; i < steps.size(); i++) {
      KemKeyPair pair = PathSecrets.keyPair(suite, secret);
      if (!Arrays.equals(pair.publicKey(), path.nodes().get(i).encryptionKey())) {
        throw RuleViolation.invalid(
            "7.5", "a path secret does not yield the public key of the path");
      }
      keys.put(steps.get(i).node(), pair.privateKey());
      secret = PathSecrets.next(suite, secret);
    }
    return new OpenedPath(pathSecret, secret, keys);
  }

  /** No key of the path may be in the tree already, or twice in the path. */
  private void requireNewKeys(TreeEditor tree) throws RuleViolation {
    EncryptionKeys fresh = new EncryptionKeys();
    fresh.add(path.leafNode().encryptionKey());
    for (UpdatePath.PathNode node : path.nodes()) {
      if (!suite.isPublicKey(node.encryptionKey())) {
        throw RuleViolation.invalid(
            "5.1.1", "an encryption key of an update path is no public key");
      }
      if (!fresh.add(node.encryptionKey())) {
        throw RuleViolation.invalid("12.4.2", "an encryption key occurs twice in an update path");
      }
    }
    if (fresh.countIn(tree) > 0) {
      throw RuleViolation.invalid(
          "12.4.2", "an encryption key of an update path is in the tree already");
    }
  }
}
