package org.conclave.messaging.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.GroupStateView;
import org.conclave.api.engine.ProcessOutcome;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.TreeSegment;

/** A state with the rows that the messages of a batch have left so far. */
final class ChangedRows implements GroupStateView {
  private static final RowChanges NONE = new RowChanges(List.of(), List.of());

  private final GroupStateView before;
  private final Map<RowKey, Row> put = new LinkedHashMap<>();

  ChangedRows(GroupStateView before) {
    this.before = before;
  }

  /** The outcome without the rows that it consumed, which are kept here. */
  ProcessOutcome take(ProcessOutcome outcome) {
    if (!(outcome instanceof ProcessOutcome.Application message)) {
      return outcome;
    }
    message.consumed().put().forEach(row -> put.put(row.key(), row));
    return new ProcessOutcome.Application(
        message.senderLeaf(),
        message.senderCredential(),
        message.generation(),
        message.content(),
        message.authenticatedData(),
        NONE);
  }

  RowChanges changes() {
    return new RowChanges(List.copyOf(put.values()), List.of());
  }

  @Override
  public Bytes epoch() {
    return before.epoch();
  }

  @Override
  public SecretBytes secrets() {
    return before.secrets();
  }

  @Override
  public Bytes pending() {
    return before.pending();
  }

  @Override
  public Bytes treeHash() {
    return before.treeHash();
  }

  @Override
  public List<Row> likelyRows() {
    return before.likelyRows().stream().map(row -> put.getOrDefault(row.key(), row)).toList();
  }

  @Override
  public List<Row> rows(Collection<RowKey> keys) {
    List<Row> found = new ArrayList<>();
    for (RowKey key : keys) {
      Row changed = put.get(key);
      if (changed == null) {
        found.addAll(before.rows(List.of(key)));
      } else {
        found.add(changed);
      }
    }
    return found;
  }

  @Override
  public List<TreeSegment> tree() {
    return before.tree();
  }
}
