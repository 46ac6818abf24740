package org.conclave.mls.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.rule.RuleViolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trees that share what they have in common, against trees that were read anew and share nothing.
 * Leaves need no signatures here: nothing looks at them.
 */
class TreeEditorTest {
  private final CipherSuite suite = CipherSuites.find(CipherSuites.DEFAULT).orElseThrow();
  private final Random random = new Random(9420);

  private byte[] key() {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return key;
  }

  private LeafNode leaf() {
    return new LeafNode(
        key(),
        key(),
        new Credential.Basic(key()),
        new Capabilities(List.of(1), List.of(1), List.of(), List.of(), List.of(1)),
        new LeafNodeSource.InUpdate(),
        Extensions.NONE,
        new byte[64]);
  }

  private List<LeafNode> leaves(int count) {
    List<LeafNode> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(leaf());
    }
    return leaves;
  }

  private RatchetTree treeOf(int members) {
    TreeEditor editor = RatchetTree.ofCreator(suite, leaf()).edit();
    editor.addAll(leaves(members - 1));
    return editor.build();
  }

  /** What any one commit may do, several at once. */
  private void change(TreeEditor tree, RatchetTree before) {
    int place = random.nextInt(before.width());
    boolean present = tree.leaf(place) != null;
    switch (random.nextInt(5)) {
      case 0 -> tree.addAll(leaves(random.nextInt(40)));
      case 1 -> {
        if (present) {
          tree.update(place, leaf());
        }
      }
      case 2 -> {
        for (int leaf = place; leaf < Math.min(tree.width(), place + 30); leaf++) {
          if (leaf > 0 && tree.leaf(leaf) != null) {
            tree.remove(leaf);
          }
        }
        tree.truncate();
      }
      default -> {
        if (present) {
          for (TreeView.PathStep step : tree.filteredDirectPath(place)) {
            tree.set(step.node(), new ParentNode(key(), new byte[0], List.of()));
          }
          tree.set(TreeMath.nodeOf(place), leaf());
        }
      }
    }
  }

  private RatchetTree readAnew(RatchetTree tree) throws RuleViolation {
    return Decoder.decodeAll(tree.encoded(), in -> RatchetTree.decode(suite, in));
  }

  private void assertSame(RatchetTree tree, RatchetTree expected) {
    assertThat(tree.width()).isEqualTo(expected.width());
    assertThat(tree.memberCount()).isEqualTo(expected.memberCount());
    for (int node = 0; node < TreeMath.nodeCount(tree.width()); node++) {
      assertThat(tree.hash(node)).as("hash of node %d", node).isEqualTo(expected.hash(node));
    }
  }

  @Test
  void aTreeThatWasEditedIsTheTreeThatIsReadAnew() throws RuleViolation {
    RatchetTree tree = treeOf(3);
    for (int round = 0; round < 200; round++) {
      byte[] before = tree.encoded();
      TreeEditor editor = tree.edit();
      change(editor, tree);
      change(editor, tree);
      RatchetTree next = editor.build();
      assertThat(tree.encoded()).as("the tree before round %d", round).isEqualTo(before);
      assertSame(next, readAnew(next));
      assertThat(TreeSegment.resolve(tree, List.of(TreeSegment.between(tree, next))).treeHash())
          .isEqualTo(next.treeHash());
      tree = next;
    }
  }

  @Test
  void manyLeavesAddedAtOnceAreThoseAddedOneByOne() {
    RatchetTree warm = treeOf(70);
    TreeEditor renewed = warm.edit();
    for (int leaf = 0; leaf < 70; leaf += 2) {
      for (TreeView.PathStep step : renewed.filteredDirectPath(leaf)) {
        renewed.set(step.node(), new ParentNode(key(), new byte[0], List.of()));
      }
    }
    renewed.remove(5);
    renewed.remove(41);
    RatchetTree base = renewed.build();
    List<LeafNode> newcomers = leaves(100);
    TreeEditor atOnce = base.edit();
    List<Integer> places = atOnce.addAll(newcomers);
    TreeEditor oneByOne = base.edit();
    List<Integer> expected = newcomers.stream().map(oneByOne::add).toList();
    assertThat(places).isEqualTo(expected).startsWith(5, 41, 70);
    assertThat(atOnce.build().treeHash()).isEqualTo(oneByOne.build().treeHash());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 33, 500})
  void aCommitInALargeTreeStoresItsPathAlone(int members) {
    RatchetTree tree = treeOf(members);
    TreeEditor editor = tree.edit();
    editor.update(0, leaf());
    List<Integer> changed = new ArrayList<>();
    RatchetTree next = editor.build();
    next.forEachChange(tree, changed::add);
    assertThat(changed).containsExactly(0);
  }

  @Test
  void aKeyIsFoundWhereverItIs() {
    RatchetTree tree = treeOf(300);
    for (int place : new int[] {0, 1, 63, 64, 128, 299}) {
      EncryptionKeys keys = new EncryptionKeys();
      LeafNode leaf = tree.leaf(place);
      assertThat(leaf).isNotNull();
      keys.add(leaf.encryptionKey().clone());
      keys.add(key());
      assertThat(keys.countIn(tree)).isEqualTo(1);
      TreeEditor doubled = tree.edit();
      doubled.set(
          TreeMath.root(tree.width()), new ParentNode(leaf.encryptionKey(), key(), List.of()));
      assertThat(keys.countIn(doubled)).isEqualTo(2);
    }
  }

  /** Only four octets are compared at first: here they are the same. */
  @Test
  void aKeyThatIsAlmostTheSameIsNotFound() throws RuleViolation {
    RatchetTree tree = treeOf(300);
    byte[] almost = tree.requireLeaf(7, "7.3").encryptionKey().clone();
    almost[0] ^= 1;
    EncryptionKeys keys = new EncryptionKeys();
    keys.add(almost);
    assertThat(keys.countIn(tree)).isZero();
  }
}
