package org.conclave.mls.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.security.SecureRandom;
import java.util.function.IntUnaryOperator;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.HpkeCiphertext;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.tree.TreeMath;

/** Tree math, vector headers and the labelled functions. */
final class BasicVectors {
  private BasicVectors() {}

  static void treeMath(Case vector) {
    int leaves = vector.integer("n_leaves");
    int nodes = TreeMath.nodeCount(leaves);
    int root = TreeMath.root(leaves);
    assertThat(nodes).isEqualTo(vector.integer("n_nodes"));
    assertThat(root).isEqualTo(vector.integer("root"));
    compare(vector.array("left"), nodes, node -> TreeMath.isLeaf(node) ? -1 : TreeMath.left(node));
    compare(
        vector.array("right"), nodes, node -> TreeMath.isLeaf(node) ? -1 : TreeMath.right(node));
    compare(vector.array("parent"), nodes, node -> node == root ? -1 : TreeMath.parent(node));
    compare(vector.array("sibling"), nodes, node -> node == root ? -1 : TreeMath.sibling(node));
  }

  private static void compare(JsonArray expected, int nodes, IntUnaryOperator actual) {
    assertThat(expected.size()).isEqualTo(nodes);
    for (int node = 0; node < nodes; node++) {
      JsonElement value = expected.get(node);
      assertThat(actual.applyAsInt(node)).isEqualTo(value.isJsonNull() ? -1 : value.getAsInt());
    }
  }

  static void deserialization(Case vector) throws Exception {
    TlsReader in = new TlsReader(vector.hex("vlbytes_header"));
    assertThat(in.vectorHeader()).isEqualTo(vector.integer("length"));
    in.requireEnd();
  }

  static void cryptoBasics(Case vector) throws Exception {
    CipherSuite suite = vector.suite();
    Case ref = vector.object("ref_hash");
    assertThat(suite.refHash(ref.text("label"), ref.hex("value"))).isEqualTo(ref.hex("out"));
    Case expand = vector.object("expand_with_label");
    assertThat(
            suite.expandWithLabel(
                expand.secret("secret"),
                expand.text("label"),
                expand.hex("context"),
                expand.integer("length")))
        .isEqualTo(expand.secret("out"));
    Case derive = vector.object("derive_secret");
    assertThat(suite.deriveSecret(derive.secret("secret"), derive.text("label")))
        .isEqualTo(derive.secret("out"));
    Case tree = vector.object("derive_tree_secret");
    assertThat(
            suite.deriveTreeSecret(
                tree.secret("secret"),
                tree.text("label"),
                tree.number("generation"),
                tree.integer("length")))
        .isEqualTo(tree.secret("out"));
    signatures(suite, vector.object("sign_with_label"));
    encryption(suite, vector.object("encrypt_with_label"));
  }

  private static void signatures(CipherSuite suite, Case sign) {
    String label = sign.text("label");
    byte[] content = sign.hex("content");
    byte[] key = sign.hex("pub");
    assertThat(suite.verifyWithLabel(key, label, content, sign.hex("signature"))).isTrue();
    byte[] own = suite.signWithLabel(sign.secret("priv"), label, content);
    assertThat(suite.verifyWithLabel(key, label, content, own)).isTrue();
    own[own.length / 2] ^= 1;
    assertThat(suite.verifyWithLabel(key, label, content, own)).isFalse();
    assertThat(suite.signatureKeyOf(sign.secret("priv"))).isEqualTo(key);
  }

  private static void encryption(CipherSuite suite, Case vector) throws Exception {
    Secret privateKey = vector.secret("priv");
    String label = vector.text("label");
    byte[] context = vector.hex("context");
    Secret plaintext = vector.secret("plaintext");
    HpkeCiphertext given = new HpkeCiphertext(vector.hex("kem_output"), vector.hex("ciphertext"));
    assertThat(suite.decryptWithLabel(privateKey, label, context, given)).contains(plaintext);
    HpkeCiphertext own =
        suite.encrypt(
            vector.hex("pub"),
            suite.encryptionContext(label, context),
            plaintext,
            new SecureRandom());
    assertThat(suite.decryptWithLabel(privateKey, label, context, own)).contains(plaintext);
    assertThat(suite.decryptWithLabel(privateKey, label + "x", context, own)).isEmpty();
  }
}
