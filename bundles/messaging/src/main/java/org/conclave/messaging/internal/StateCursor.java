package org.conclave.messaging.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.GroupStateView;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.TreeSegment;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;

/**
 * One stored state, and what calls of the engine have made of its rows since: each call starts
 * where the one before ended, and one transaction commits them all. Thrown away uncommitted,
 * nothing has happened.
 *
 * <p>Reads throw {@link StateUnreadable}. Closing wipes every secret that went through it. Used by
 * one thread.
 */
final class StateCursor implements GroupStateView, AutoCloseable {
  private final Storage storage;
  private final GroupId group;
  private final StateSnapshot snapshot;
  private final List<RowKey> likely;

  /** What the store holds of the rows that were asked for. */
  private final Map<RowKey, Optional<Row>> stored = new LinkedHashMap<>();

  private final Map<RowKey, Row> put = new LinkedHashMap<>();
  private final Set<RowKey> deleted = new LinkedHashSet<>();
  private final List<SecretBytes> secrets = new ArrayList<>();

  /**
   * @param likely rows that calls will probably need
   */
  StateCursor(Storage storage, GroupId group, StateSnapshot snapshot, List<RowKey> likely) {
    this.storage = storage;
    this.group = group;
    this.snapshot = snapshot;
    this.likely = List.copyOf(likely);
    secrets.add(snapshot.secrets());
  }

  StateSnapshot snapshot() {
    return snapshot;
  }

  /** Goes on from what a call has consumed. */
  void advance(RowChanges consumed) {
    for (RowKey key : consumed.delete()) {
      put.remove(key);
      deleted.add(key);
    }
    for (Row row : consumed.put()) {
      secrets.add(row.data());
      deleted.remove(row.key());
      put.put(row.key(), row);
    }
  }

  /** All that was consumed so far, to be committed. */
  RowChanges consumed() {
    return new RowChanges(List.copyOf(put.values()), List.copyOf(deleted));
  }

  boolean unchanged() {
    return put.isEmpty() && deleted.isEmpty();
  }

  @Override
  public Bytes epoch() {
    return snapshot.epochPart();
  }

  @Override
  public SecretBytes secrets() {
    return snapshot.secrets();
  }

  @Override
  public Bytes pending() {
    return snapshot.pending();
  }

  @Override
  public Bytes treeHash() {
    return snapshot.treeHash();
  }

  @Override
  public List<Row> likelyRows() {
    return rows(likely);
  }

  @Override
  public List<Row> rows(Collection<RowKey> keys) {
    load(keys.stream().filter(key -> !stored.containsKey(key)).toList());
    List<Row> found = new ArrayList<>();
    for (RowKey key : new LinkedHashSet<>(keys)) {
      Row changed = put.get(key);
      if (changed != null) {
        found.add(changed);
      } else if (!deleted.contains(key)) {
        Optional.ofNullable(stored.get(key)).flatMap(row -> row).ifPresent(found::add);
      }
    }
    return found;
  }

  private void load(List<RowKey> keys) {
    if (keys.isEmpty()) {
      return;
    }
    try {
      List<Row> rows =
          storage.read(transaction -> transaction.groupStates().rows(group, snapshot.id(), keys));
      keys.forEach(key -> stored.put(key, Optional.empty()));
      for (Row row : rows) {
        secrets.add(row.data());
        stored.put(row.key(), Optional.of(row));
      }
    } catch (StorageException e) {
      throw new StateUnreadable(e);
    }
  }

  @Override
  public List<TreeSegment> tree() {
    try {
      return storage.read(
          transaction -> transaction.groupStates().tree(group, snapshot.treeHash()));
    } catch (StorageException e) {
      throw new StateUnreadable(e);
    }
  }

  @Override
  public void close() {
    secrets.forEach(SecretBytes::close);
  }
}
