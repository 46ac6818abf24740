package org.conclave.mls.tree;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.KemKeyPair;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.RuleViolation;

/** The chain of path secrets and what is derived from it, RFC 9420 section 7.4. */
public final class PathSecrets {
  private PathSecrets() {}

  /** The key pair of the node that a path secret is for. */
  public static KemKeyPair keyPair(CipherSuite suite, Secret pathSecret) {
    Secret nodeSecret = suite.deriveSecret(pathSecret, "node");
    KemKeyPair pair = suite.deriveKeyPair(nodeSecret);
    nodeSecret.wipe();
    return pair;
  }

  static Secret next(CipherSuite suite, Secret pathSecret) {
    return suite.deriveSecret(pathSecret, "path");
  }

  /**
   * The private keys of a node and its non-blank ancestors from the node's path secret, as one who
   * joins derives them.
   *
   * @throws RuleViolation if one does not belong to the public key in the tree
   */
  public static SortedMap<Integer, Secret> keysUpwards(
      RatchetTree tree, int from, Secret pathSecret) throws RuleViolation {
    CipherSuite suite = tree.suite();
    SortedMap<Integer, Secret> keys = new TreeMap<>();
    int root = TreeMath.root(tree.width());
    Secret secret = pathSecret;
    for (int node = from; ; node = TreeMath.parent(node)) {
      ParentNode parent = tree.parent(node);
      if (parent != null) {
        KemKeyPair pair = keyPair(suite, secret);
        if (!Arrays.equals(pair.publicKey(), parent.encryptionKey())) {
          throw RuleViolation.invalid("12.4.3.1", "a path secret does not belong to node " + node);
        }
        keys.put(node, pair.privateKey());
        secret = next(suite, secret);
      }
      if (node == root) {
        return keys;
      }
    }
  }
}
