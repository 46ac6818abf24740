package org.conclave.engine.server;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conclave.mls.schedule.Row;
import org.conclave.mls.schedule.RowChanges;
import org.conclave.mls.schedule.RowKey;

/**
 * Part R for as long as one batch lasts: the rows that the host gave, as the messages so far have
 * left them. Knows of which rows the host was asked already, so that none is asked for twice. Not
 * thread-safe; holds secrets until it is wiped.
 */
final class BatchRatchets {
  private final Map<RowKey, byte[]> rows = new LinkedHashMap<>();
  private final Set<RowKey> settled = new HashSet<>();
  private final Set<RowKey> changed = new LinkedHashSet<>();

  /**
   * @param given what the host sent unasked
   */
  BatchRatchets(List<Row> given) {
    given.forEach(row -> put(row.key(), row.data()));
  }

  /**
   * Which of {@code keys} the host is to be asked for: none if one of them is here, since of a
   * ratchet and the frontier above it there is only ever one.
   */
  List<RowKey> missing(List<RowKey> keys) {
    return keys.stream().anyMatch(rows::containsKey)
        ? List.of()
        : keys.stream().filter(key -> !settled.contains(key)).toList();
  }

  /**
   * The host's answer.
   *
   * @throws IllegalArgumentException if there is a row among {@code given} that was not asked for
   */
  void supply(Set<RowKey> asked, List<Row> given) {
    for (Row row : given) {
      if (!asked.contains(row.key())) {
        throw new IllegalArgumentException("a row that was not asked for");
      }
      put(row.key(), row.data());
    }
    settled.addAll(asked);
  }

  /** Those of {@code keys} that are here. */
  List<Row> select(List<RowKey> keys) {
    return keys.stream()
        .filter(rows::containsKey)
        .map(key -> new Row(key, rows.getOrDefault(key, new byte[0])))
        .toList();
  }

  /** What a message has consumed. */
  void apply(RowChanges changes) {
    for (RowKey key : changes.deleted()) {
      byte[] gone = rows.remove(key);
      if (gone != null) {
        Arrays.fill(gone, (byte) 0);
      }
      settled.add(key);
      changed.add(key);
    }
    for (Row row : changes.put()) {
      put(row.key(), row.data());
      changed.add(row.key());
    }
  }

  /** What has changed since it was asked last: each row once, as it is now. */
  RowChanges takeChanges() {
    List<RowKey> present = changed.stream().filter(rows::containsKey).toList();
    List<RowKey> deleted = changed.stream().filter(key -> !rows.containsKey(key)).toList();
    changed.clear();
    return new RowChanges(select(present), deleted);
  }

  /** No row is here any more. */
  void wipe() {
    rows.values().forEach(data -> Arrays.fill(data, (byte) 0));
    rows.clear();
  }

  private void put(RowKey key, byte[] data) {
    byte[] before = rows.put(key, data);
    if (before != null && before != data) {
      Arrays.fill(before, (byte) 0);
    }
    settled.add(key);
  }
}
