package org.conclave.sidecar.manager.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.GroupStateView;
import org.conclave.api.engine.NewState;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.TreeSegment;

/** A group's state in memory, as a store would keep it. Offers no row unasked. */
class HeldState implements GroupStateView {
  private final Map<RowKey, Row> rows = new LinkedHashMap<>();
  private final List<TreeSegment> tree = new ArrayList<>();
  private NewState state;
  int treesAsked;

  HeldState(NewState state) {
    this.state = state;
    go(state);
  }

  final void go(NewState next) {
    state = next;
    rows.clear();
    next.rows().forEach(row -> rows.put(row.key(), row));
    next.tree()
        .ifPresent(
            segment -> {
              if (segment.baseTreeHash().isEmpty()) {
                tree.clear();
              }
              tree.add(segment);
            });
  }

  final void apply(RowChanges changes) {
    changes.delete().forEach(rows::remove);
    changes.put().forEach(row -> rows.put(row.key(), row));
  }

  final NewState state() {
    return state;
  }

  final Map<RowKey, Row> allRows() {
    return Map.copyOf(rows);
  }

  @Override
  public Bytes epoch() {
    return state.epoch();
  }

  @Override
  public SecretBytes secrets() {
    return state.secrets();
  }

  @Override
  public Bytes pending() {
    return Bytes.EMPTY;
  }

  @Override
  public Bytes treeHash() {
    return state.treeHash();
  }

  @Override
  public List<Row> likelyRows() {
    return List.of();
  }

  @Override
  public List<Row> rows(Collection<RowKey> keys) {
    return keys.stream().filter(rows::containsKey).map(rows::get).toList();
  }

  @Override
  public List<TreeSegment> tree() {
    treesAsked++;
    return List.copyOf(tree);
  }
}
