package org.conclave.mls.tree;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.conclave.mls.crypto.Batch;
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
    List<Secret> secrets = new ArrayList<>(steps.size());
    Secret secret = suite.randomSecret(random);
    for (int i = 0; i < steps.size(); i++) {
      secrets.add(secret);
      secret = PathSecrets.next(suite, secret);
    }
    List<KemKeyPair> pairs =
        Batch.of(steps.size(), i -> PathSecrets.keyPair(suite, secrets.get(i)));
    SortedMap<Integer, Secret> pathSecrets = new TreeMap<>();
    SortedMap<Integer, Secret> privateKeys = new TreeMap<>();
    for (int i = 0; i < steps.size(); i++) {
      pathSecrets.put(steps.get(i).node(), secrets.get(i));
      privateKeys.put(steps.get(i).node(), pairs.get(i).privateKey());
    }
    List<byte[]> publicKeys = pairs.stream().map(KemKeyPair::publicKey).toList();
    byte[] parentHash = PathMerge.merge(suite, tree, leafIndex, steps, publicKeys);
    KemKeyPair leafPair = suite.generateKeyPair(random);
    LeafNode newLeaf =
        leaf.renewed(leafPair.publicKey(), new LeafNodeSource.InCommit(parentHash))
            .signed(suite, signatureKey, groupId, leafIndex);
    tree.set(TreeMath.nodeOf(leafIndex), newLeaf);
    RatchetTree merged = tree.build();
    EncryptionContext provisional =
        suite.encryptionContext(LABEL, context.apply(merged.treeHash()));
    List<UpdatePath.PathNode> nodes = seal(merged, steps, added, publicKeys, secrets, provisional);
    return new CreatedPath(
        new UpdatePath(newLeaf, nodes),
        merged,
        pathSecrets,
        secret,
        new PathKeys(leafPair.privateKey(), privateKeys));
  }

  /** Seals each path secret for the resolution of its copath node, all of them in one batch. */
  private List<UpdatePath.PathNode> seal(
      RatchetTree tree,
      List<PathStep> steps,
      Set<Integer> added,
      List<byte[]> publicKeys,
      List<Secret> pathSecrets,
      EncryptionContext context)
      throws RuleViolation {
    List<Recipient> recipients = new ArrayList<>();
    int[] ends = new int[steps.size()];
    for (int step = 0; step < steps.size(); step++) {
      for (int index : tree.resolution(steps.get(step).copath())) {
        Node node = tree.node(index);
        if (node != null && !(TreeMath.isLeaf(index) && added.contains(TreeMath.leafOf(index)))) {
          recipients.add(new Recipient(node.encryptionKey(), pathSecrets.get(step)));
        }
      }
      ends[step] = recipients.size();
    }
    List<HpkeCiphertext> sealed =
        Batch.of(
            recipients.size(),
            i ->
                suite.encrypt(
                    recipients.get(i).encryptionKey(),
                    context,
                    recipients.get(i).secret(),
                    random));
    List<UpdatePath.PathNode> nodes = new ArrayList<>(steps.size());
    for (int step = 0; step < steps.size(); step++) {
      nodes.add(
          new UpdatePath.PathNode(
              publicKeys.get(step), sealed.subList(step == 0 ? 0 : ends[step - 1], ends[step])));
    }
    return nodes;
  }

  private record Recipient(byte[] encryptionKey, Secret secret) {}
}
