package org.conclave.persistence.internal.sqlite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.TreeSegment;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.StorageException;

/**
 * Part T: full trees and differences between trees, each named by its tree hash. A segment stays as
 * long as a state needs it, directly or below a chain of differences.
 */
final class TreeSegments {
  private final UnitOfWork work;
  private final Set<GroupId> toCollect = new HashSet<>();

  TreeSegments(UnitOfWork work) {
    this.work = work;
  }

  byte[] id(GroupId group, Bytes treeHash) {
    return work.lookup("tree", group.value(), treeHash);
  }

  /** A full tree replaces a difference to the same tree; otherwise the first one stays. */
  void put(GroupId group, TreeSegment segment) throws StorageException {
    byte[] grp = work.group(group);
    byte[] tree = id(group, segment.treeHash());
    boolean full = segment.baseTreeHash().isEmpty();
    byte[] record =
        new RecordWriter()
            .bytes(segment.treeHash())
            .bytes(segment.baseTreeHash())
            .bytes(segment.data())
            .done();
    work.update(
        "INSERT INTO tree_segment (grp, tree, base, sealed) VALUES (?, ?, ?, ?) ON CONFLICT "
            + (full ? "DO UPDATE SET base = NULL, sealed = excluded.sealed" : "DO NOTHING"),
        grp,
        tree,
        full ? null : id(group, segment.baseTreeHash()),
        work.column("tree_segment", "sealed").seal(RowIdentity.of(grp, tree), record));
  }

  /** From the full one on; empty where a link of the chain is not known. */
  List<TreeSegment> chain(GroupId group, Bytes treeHash) throws StorageException {
    List<TreeSegment> chain = new ArrayList<>();
    Set<Bytes> seen = new HashSet<>();
    Bytes next = treeHash;
    do {
      Optional<TreeSegment> segment = seen.add(next) ? find(group, next) : Optional.empty();
      if (segment.isEmpty()) {
        return List.of();
      }
      chain.add(segment.get());
      next = segment.get().baseTreeHash();
    } while (!next.isEmpty());
    Collections.reverse(chain);
    return chain;
  }

  /** A state of {@code group} went; what only it needed goes at the end of the transaction. */
  void stateDeleted(GroupId group) {
    toCollect.add(group);
  }

  /**
   * Deletes what no state needs. Waits for the end of the transaction because a segment may be put
   * before the state that needs it.
   */
  void collect() throws StorageException {
    for (GroupId group : toCollect) {
      byte[] grp = work.group(group);
      Map<Bytes, Bytes> bases = new HashMap<>();
      work.list(
          "SELECT tree, base FROM tree_segment WHERE grp = ?",
          row -> {
            byte[] base = row.getBytes(2);
            return bases.put(
                Bytes.wrap(row.getBytes(1)), base == null ? Bytes.EMPTY : Bytes.wrap(base));
          },
          grp);
      Set<Bytes> needed = new HashSet<>();
      for (byte[] tree :
          work.list("SELECT DISTINCT tree FROM state WHERE grp = ?", row -> row.getBytes(1), grp)) {
        Bytes link = Bytes.wrap(tree);
        while (!link.isEmpty() && needed.add(link)) {
          link = bases.getOrDefault(link, Bytes.EMPTY);
        }
      }
      for (Bytes tree : bases.keySet()) {
        if (!needed.contains(tree)) {
          work.update(
              "DELETE FROM tree_segment WHERE grp = ? AND tree = ?", grp, tree.toByteArray());
        }
      }
    }
    toCollect.clear();
  }

  private Optional<TreeSegment> find(GroupId group, Bytes treeHash) throws StorageException {
    byte[] grp = work.group(group);
    byte[] tree = id(group, treeHash);
    return work.first(
        "SELECT sealed FROM tree_segment WHERE grp = ? AND tree = ?",
        row ->
            RecordReader.read(
                UnitOfWork.open(
                    work.column("tree_segment", "sealed"),
                    RowIdentity.of(grp, tree),
                    row.getBytes(1)),
                in -> new TreeSegment(in.bytes(), in.bytes(), in.bytes())),
        grp,
        tree);
  }
}
