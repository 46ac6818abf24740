package org.conclave.benchmarks.mls;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.KemKeyPair;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.ParentNode;
import org.conclave.mls.tree.PathKeys;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeEditor;
import org.conclave.mls.tree.TreeMath;

/**
 * A tree in which every parent that can have a key has one, as after a commit of every other member
 * of a long-lived group. Made directly, top down: each parent is chained through its left child.
 */
final class WarmTree {
  private final CipherSuite suite;
  private final byte[] groupId;
  private final List<Member> members;
  private final SecureRandom random;
  private final TreeEditor editor;
  private final Map<Integer, Secret> keys = new HashMap<>();
  private final RatchetTree tree;

  /**
   * @param blank a tree of the members, in their order, without a single parent
   */
  WarmTree(RatchetTree blank, byte[] groupId, List<Member> members, SecureRandom random) {
    this.suite = blank.suite();
    this.groupId = groupId;
    this.members = members;
    this.random = random;
    this.editor = blank.edit();
    fill(TreeMath.root(blank.width()), new byte[0]);
    this.tree = editor.build();
  }

  RatchetTree tree() {
    return tree;
  }

  /** The private keys that a member holds. */
  PathKeys keysOf(int leaf) {
    SortedMap<Integer, Secret> held = new TreeMap<>();
    int root = TreeMath.root(tree.width());
    for (int node = TreeMath.nodeOf(leaf); node != root; ) {
      node = TreeMath.parent(node);
      Secret key = keys.get(node);
      if (key != null) {
        held.put(node, key);
      }
    }
    return new PathKeys(members.get(leaf).encryptionKey(), held);
  }

  private void fill(int node, byte[] parentHash) {
    if (TreeMath.isLeaf(node)) {
      fillLeaf(TreeMath.leafOf(node), parentHash);
      return;
    }
    int left = TreeMath.left(node);
    int right = TreeMath.right(node);
    if (TreeMath.firstLeaf(right) >= members.size()) {
      fill(left, parentHash);
      return;
    }
    fill(right, new byte[0]);
    KemKeyPair pair = suite.generateKeyPair(random);
    keys.put(node, pair.privateKey());
    editor.set(node, new ParentNode(pair.publicKey(), parentHash, List.of()));
    fill(
        left,
        suite.hash(
            new TlsWriter()
                .opaque(pair.publicKey())
                .opaque(parentHash)
                .opaque(editor.hash(right))
                .toByteArray()));
  }

  /** A leaf at the right end of a chain stays as its key package had it. */
  private void fillLeaf(int leaf, byte[] parentHash) {
    if (parentHash.length == 0) {
      return;
    }
    Member member = members.get(leaf);
    LeafNode old = member.keyPackage().leafNode();
    editor.set(
        TreeMath.nodeOf(leaf),
        old.renewed(old.encryptionKey(), new LeafNodeSource.InCommit(parentHash))
            .signed(suite, Secret.copyOf(member.signer().signaturePrivateKey()), groupId, leaf));
  }
}
