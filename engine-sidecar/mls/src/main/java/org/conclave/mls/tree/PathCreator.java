package org.conclave.mls.tree;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.EncryptionContext;
import org.conclave.mls.crypto.HpkeCiphertext;
import org.conclave.mls.crypto.KemKeyPair;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.TreeView.PathStep;

/** Makes an update path for a member's own leaf, RFC 9420 section 7.5. */
public final class PathCreator {
  private static final String LABEL = "UpdatePathNode";

  private final CipherSuite suite;
  private final SecureRandom random;

  public PathCreator(CipherSuite suite, SecureRandom random) {
    this.suite = suite;
    this.random = random;
  }

  /**
   * What came of it.
   *
   * @param tree with the path merged
   * @param pathSecrets by node index, for those who are welcomed
   * @param keys the committer's own private keys for the new leaf and path
   */
  public record CreatedPath(
      UpdatePath path,
      RatchetTree tree,
      SortedMap<Integer, Secret> pathSecrets,
      Secret commitSecret,
      PathKeys keys) {}

  /**
   * @param tree after the proposals; used up
   * @param leaf the leaf to renew
   * @param added leaves that this commit adds: they get their secrets by Welcome
   * @param context the provisional GroupContext for a tree hash
   */
  public CreatedPath create(
      TreeEditor tree,
      int leafIndex,
      LeafNode leaf,
      Set<Integer> added,
      Secret signatureKey,
      byte[] groupId,
      Function<byte[], byte[]> context)
      throws RuleViolation {
    List<PathStep> steps = tree.filteredDirectPath(leafIndex);
    SortedMap<Integer, Secret> pathSecrets = new TreeMap<>();
    SortedMap<Integer, Secret> privateKeys = new TreeMap<>();
    List<byte[]> publicKeys = new ArrayList<>(steps.size());
    List<Secret> secrets = new ArrayList<>(steps.size());
    Secret secret = suite.randomSecret(random);
    for (PathStep step : steps) {
      KemKeyPair pair = PathSecrets.keyPair(suite, secret);
      pathSecrets.put(step.node(), secret);
      secrets.add(secret);
      privateKeys.put(step.node(), pair.privateKey());
      publicKeys.add(pair.publicKey());
      secret = PathSecrets.next(suite, secret);
    }
    byte[] parentHash = PathMerge.merge(suite, tree, leafIndex, steps, publicKeys);
    KemKeyPair leafPair = suite.generateKeyPair(random);
    LeafNode newLeaf =
        leaf.renewed(leafPair.publicKey(), new LeafNodeSource.InCommit(parentHash))
            .signed(suite, signatureKey, groupId, leafIndex);
    tree.set(TreeMath.nodeOf(leafIndex), newLeaf);
    RatchetTree merged = tree.build();
    EncryptionContext provisional =
        suite.encryptionContext(LABEL, context.apply(merged.treeHash()));
    List<UpdatePath.PathNode> nodes = new ArrayList<>(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      Secret pathSecret = secrets.get(i);
      nodes.add(
          new UpdatePath.PathNode(
              publicKeys.get(i),
              seal(merged, steps.get(i).copath(), added, provisional, pathSecret)));
    }
    return new CreatedPath(
        new UpdatePath(newLeaf, nodes),
        merged,
        pathSecrets,
        secret,
        new PathKeys(leafPair.privateKey(), privateKeys));
  }

  private List<HpkeCiphertext> seal(
      RatchetTree tree,
      int copath,
      Set<Integer> added,
      EncryptionContext context,
      Secret pathSecret)
      throws RuleViolation {
    List<HpkeCiphertext> sealed = new ArrayList<>();
    for (int index : tree.resolution(copath)) {
      Node node = tree.node(index);
      if (node != null && !(TreeMath.isLeaf(index) && added.contains(TreeMath.leafOf(index)))) {
        sealed.add(suite.encrypt(node.encryptionKey(), context, pathSecret, random));
      }
    }
    return sealed;
  }
}
