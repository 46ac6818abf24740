package org.conclave.mls.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** {@code ParentNode}, RFC 9420 section 7.1. Unmerged leaves ascend. */
public record ParentNode(byte[] encryptionKey, byte[] parentHash, List<Integer> unmergedLeaves)
    implements Node {

  public static ParentNode decode(TlsReader in) throws RuleViolation {
    ParentNode node = new ParentNode(in.opaque(), in.opaque(), in.list(TlsReader::index));
    for (int i = 1; i < node.unmergedLeaves.size(); i++) {
      int before = node.unmergedLeaves.get(i - 1);
      if (Integer.compareUnsigned(before, node.unmergedLeaves.get(i)) >= 0) {
        throw RuleViolation.malformed("7.1", "unmerged leaves that do not ascend");
      }
    }
    return node;
  }

  /** This node with more unmerged leaves, none of which it has yet. */
  ParentNode withUnmerged(List<Integer> more) {
    List<Integer> all = new ArrayList<>(unmergedLeaves.size() + more.size());
    all.addAll(unmergedLeaves);
    all.addAll(more);
    all.sort(null);
    return new ParentNode(encryptionKey, parentHash, all);
  }

  boolean hasUnmerged(int leaf) {
    return Collections.binarySearch(unmergedLeaves, leaf) >= 0;
  }

  /** This node without the unmerged leaves that match. */
  ParentNode withoutUnmerged(IntPredicate dropped) {
    return new ParentNode(
        encryptionKey,
        parentHash,
        unmergedLeaves.stream().filter(leaf -> !dropped.test(leaf)).toList());
  }

  @Override
  public long footprint() {
    return encryptionKey.length + parentHash.length + (long) OVERHEAD * unmergedLeaves.size();
  }

  @Override
  public void encode(TlsWriter out) {
    out.opaque(encryptionKey).opaque(parentHash).list(unmergedLeaves, (w, leaf) -> w.u32(leaf));
  }
}
