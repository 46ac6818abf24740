package org.conclave.mls.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafContext;
import org.conclave.mls.tree.Node;
import org.conclave.mls.tree.PathCreator;
import org.conclave.mls.tree.PathCreator.CreatedPath;
import org.conclave.mls.tree.PathKeys;
import org.conclave.mls.tree.PathReceiver;
import org.conclave.mls.tree.PathReceiver.OpenedPath;
import org.conclave.mls.tree.PathSecrets;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeEditor;
import org.conclave.mls.tree.TreeValidator;
import org.conclave.mls.tree.UpdatePath;

/** Operations on trees, their validation, and update paths. */
final class TreeVectors {
  private TreeVectors() {}

  private static RatchetTree tree(Case vector, String name) throws Exception {
    return Decoder.decodeAll(vector.hex(name), in -> RatchetTree.decode(vector.suite(), in));
  }

  static void operations(Case vector) throws Exception {
    RatchetTree before = tree(vector, "tree_before");
    assertThat(before.treeHash()).isEqualTo(vector.hex("tree_hash_before"));
    TreeEditor editor = before.edit();
    Proposal proposal = Decoder.decodeAll(vector.hex("proposal"), Proposal::decode);
    if (proposal instanceof Proposal.Add add) {
      editor.add(add.keyPackage().leafNode());
    } else if (proposal instanceof Proposal.Update update) {
      editor.update(vector.integer("proposal_sender"), update.leafNode());
    } else {
      editor.remove(((Proposal.Remove) proposal).removed());
      editor.truncate();
    }
    RatchetTree after = editor.build();
    assertThat(after.encoded()).isEqualTo(vector.hex("tree_after"));
    assertThat(after.treeHash()).isEqualTo(vector.hex("tree_hash_after"));
    assertThat(before.encoded()).isEqualTo(vector.hex("tree_before"));
  }

  static void validation(Case vector) throws Exception {
    RatchetTree tree = tree(vector, "tree");
    List<byte[]> hashes = vector.hexes("tree_hashes");
    for (int node = 0; node < hashes.size(); node++) {
      assertThat(tree.hash(node)).isEqualTo(hashes.get(node));
      List<Integer> resolution = new ArrayList<>();
      for (JsonElement index : vector.array("resolutions").get(node).getAsJsonArray()) {
        resolution.add(index.getAsInt());
      }
      assertThat(tree.resolution(node)).isEqualTo(resolution);
    }
    TreeValidator.validate(
        tree,
        new LeafContext(
            vector.suite(), vector.hex("group_id"), Extensions.NONE, OptionalLong.empty()));
  }

  static void treeKem(Case vector) throws Exception {
    CipherSuite suite = vector.suite();
    RatchetTree tree = tree(vector, "ratchet_tree");
    Map<Integer, PathKeys> members = new HashMap<>();
    Map<Integer, Secret> signers = new HashMap<>();
    for (Case leaf : vector.objects("leaves_private")) {
      int index = leaf.integer("index");
      members.put(index, keys(suite, tree, leaf));
      signers.put(index, leaf.secret("signature_priv"));
      assertThat(suite.publicKeyOf(leaf.secret("encryption_priv")))
          .isEqualTo(tree.leaf(index).encryptionKey());
    }
    for (Case path : vector.objects("update_paths")) {
      int sender = path.integer("sender");
      UpdatePath given = Decoder.decodeAll(path.hex("update_path"), UpdatePath::decode);
      RatchetTree after = merge(suite, tree, given, sender);
      assertThat(after.treeHash()).isEqualTo(path.hex("tree_hash_after"));
      byte[] context = context(vector, after.treeHash());
      for (int member : members.keySet()) {
        if (member != sender) {
          OpenedPath opened =
              open(suite, tree, given, sender, member, members.get(member), context);
          String expected = path.array("path_secrets").get(member).getAsString();
          assertThat(opened.pathSecret().expose()).isEqualTo(HexFormat.of().parseHex(expected));
          assertThat(opened.commitSecret()).isEqualTo(path.secret("commit_secret"));
        }
      }
      createAndOpen(vector, tree, sender, members, signers.get(sender));
    }
  }

  private static void createAndOpen(
      Case vector, RatchetTree tree, int sender, Map<Integer, PathKeys> members, Secret signer)
      throws Exception {
    CipherSuite suite = vector.suite();
    CreatedPath created =
        new PathCreator(suite, new SecureRandom())
            .create(
                tree.edit(),
                sender,
                tree.leaf(sender),
                Set.of(),
                signer,
                vector.hex("group_id"),
                treeHash -> context(vector, treeHash));
    RatchetTree after = merge(suite, tree, created.path(), sender);
    assertThat(after.treeHash()).isEqualTo(created.tree().treeHash());
    for (int member : members.keySet()) {
      if (member != sender) {
        byte[] context = context(vector, after.treeHash());
        OpenedPath opened =
            open(suite, tree, created.path(), sender, member, members.get(member), context);
        assertThat(opened.commitSecret()).isEqualTo(created.commitSecret());
      }
    }
  }

  private static PathKeys keys(CipherSuite suite, RatchetTree tree, Case leaf) {
    Map<Integer, Secret> nodeKeys = new HashMap<>();
    for (Case secret : leaf.objects("path_secrets")) {
      int index = secret.integer("node");
      var pair = PathSecrets.keyPair(suite, secret.secret("path_secret"));
      Node node = tree.node(index);
      assertThat(node).isNotNull();
      assertThat(node.encryptionKey()).isEqualTo(pair.publicKey());
      nodeKeys.put(index, pair.privateKey());
    }
    return PathKeys.ofLeaf(leaf.secret("encryption_priv")).with(nodeKeys);
  }

  private static RatchetTree merge(CipherSuite suite, RatchetTree tree, UpdatePath path, int sender)
      throws Exception {
    TreeEditor editor = tree.edit();
    return new PathReceiver(editor, path, sender, Set.of(), suite).merge(editor);
  }

  private static OpenedPath open(
      CipherSuite suite,
      RatchetTree tree,
      UpdatePath path,
      int sender,
      int member,
      PathKeys keys,
      byte[] context)
      throws Exception {
    return new PathReceiver(tree.edit(), path, sender, Set.of(), suite).open(member, keys, context);
  }

  private static byte[] context(Case vector, byte[] treeHash) {
    return new GroupContext(
            vector.suite().id(),
            vector.hex("group_id"),
            vector.number("epoch"),
            treeHash,
            vector.hex("confirmed_transcript_hash"),
            Extensions.NONE)
        .encoded();
  }
}
