package org.conclave.persistence.internal.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.TreeSegment;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.storage.GroupHead;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.GroupStateStore;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;

final class SqliteGroupStateStore implements GroupStateStore {
  private static final String STATE = "state";

  private final UnitOfWork work;
  private final TreeSegments trees;
  private final Roster roster;
  private final RatchetRows ratchets;

  SqliteGroupStateStore(UnitOfWork work, TreeSegments trees) {
    this.work = work;
    this.trees = trees;
    this.roster = new Roster(work);
    this.ratchets = new RatchetRows(work);
  }

  @Override
  public Optional<GroupHead> head(GroupId group) throws StorageException {
    byte[] grp = work.group(group);
    return work.first(
        "SELECT version, sealed FROM group_head WHERE grp = ?",
        row -> {
          long version = row.getLong(1);
          byte[] tip =
              UnitOfWork.open(
                  work.column("group_head", "sealed"),
                  RowIdentity.of(grp, version),
                  row.getBytes(2));
          return new GroupHead(new StateId(Bytes.wrap(tip)), version);
        },
        grp);
  }

  @Override
  public void create(
      GroupId group,
      StateSnapshot state,
      List<Row> rows,
      TreeSegment tree,
      Collection<GroupMember> members)
      throws StorageException {
    // Joining again goes on counting, so that work begun before cannot pass its compare-and-set.
    long version = head(group).map(GroupHead::version).orElse(0L) + 1;
    byte[] grp = work.group(group);
    work.update(
        "INSERT INTO group_head (grp, version, sealed) VALUES (?, ?, ?)"
            + " ON CONFLICT DO UPDATE SET version = excluded.version, sealed = excluded.sealed",
        grp,
        version,
        sealTip(grp, version, state.id()));
    putTree(group, tree);
    putSnapshot(group, state);
    change(group, state.id(), new RowChanges(rows, List.of()));
    roster.clear(group);
    for (GroupMember member : members) {
      roster.put(group, member);
    }
    work.publish(new StoreEvent.RosterChanged(group));
  }

  @Override
  public GroupHead advance(GroupId group, long expectedVersion, StateId tip)
      throws StorageException {
    byte[] grp = work.group(group);
    long version = expectedVersion + 1;
    int changed =
        work.update(
            "UPDATE group_head SET version = ?, sealed = ? WHERE grp = ? AND version = ?",
            version,
            sealTip(grp, version, tip),
            grp,
            expectedVersion);
    if (changed == 0) {
      throw new StorageException(
          StorageException.Reason.STALE_STATE,
          "The conversation moved on in the meantime. Nothing of this was saved. Try again.");
    }
    return new GroupHead(tip, version);
  }

  @Override
  public void putSnapshot(GroupId group, StateSnapshot state) throws StorageException {
    byte[] grp = work.group(group);
    byte[] id = state(group, state.id());
    byte[] identity = RowIdentity.of(grp, id);
    byte[] record =
        new RecordWriter()
            .bytes(state.id().value())
            .optional(state.parent().map(StateId::value))
            .number(state.epoch())
            .bytes(state.epochPart())
            .bytes(state.treeHash())
            .bytes(state.epochAuthenticator())
            .number(state.ownLeaf())
            .instant(state.createdAt())
            .done();
    work.update(
        "INSERT INTO state (grp, state, epoch, tree, sealed, secrets, pending)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET epoch = excluded.epoch,"
            + " tree = excluded.tree, sealed = excluded.sealed, secrets = excluded.secrets,"
            + " pending = excluded.pending",
        grp,
        id,
        state.epoch(),
        trees.id(group, state.treeHash()),
        work.column(STATE, "sealed").seal(identity, record),
        work.column(STATE, "secrets").seal(identity, state.secrets()),
        sealPending(identity, state.pending()));
  }

  @Override
  public Optional<StateSnapshot> snapshot(GroupId group, StateId state) throws StorageException {
    byte[] identity = RowIdentity.of(work.group(group), state(group, state));
    return work.first(
        "SELECT sealed, secrets, pending FROM state WHERE grp = ? AND state = ?",
        row -> read(identity, row),
        work.group(group),
        state(group, state));
  }

  @Override
  public List<StateId> states(GroupId group) throws StorageException {
    byte[] grp = work.group(group);
    return work.list(
        "SELECT state, sealed FROM state WHERE grp = ? ORDER BY epoch DESC, id DESC",
        row -> {
          byte[] record =
              UnitOfWork.open(
                  work.column(STATE, "sealed"),
                  RowIdentity.of(grp, row.getBytes(1)),
                  row.getBytes(2));
          return RecordReader.first(record, in -> new StateId(in.bytes()));
        },
        grp);
  }

  @Override
  public void replaceSecrets(GroupId group, StateId state, SecretBytes secrets)
      throws StorageException {
    byte[] grp = work.group(group);
    byte[] id = state(group, state);
    byte[] sealed = work.column(STATE, "secrets").seal(RowIdentity.of(grp, id), secrets);
    requireState(
        work.update("UPDATE state SET secrets = ? WHERE grp = ? AND state = ?", sealed, grp, id));
    work.secretsReplaced();
  }

  @Override
  public void replacePending(GroupId group, StateId state, Bytes pending) throws StorageException {
    byte[] grp = work.group(group);
    byte[] id = state(group, state);
    byte[] sealed = sealPending(RowIdentity.of(grp, id), pending);
    requireState(
        work.update("UPDATE state SET pending = ? WHERE grp = ? AND state = ?", sealed, grp, id));
  }

  @Override
  public void deleteState(GroupId group, StateId state) throws StorageException {
    int deleted =
        work.update(
            "DELETE FROM state WHERE grp = ? AND state = ?",
            work.group(group),
            state(group, state));
    if (deleted > 0) {
      trees.stateDeleted(group);
      work.secretsReplaced();
    }
  }

  @Override
  public List<Row> rows(GroupId group, StateId state, Collection<RowKey> keys)
      throws StorageException {
    Optional<Long> number = number(group, state);
    return number.isEmpty() ? List.of() : ratchets.find(number.get(), keys);
  }

  @Override
  public void change(GroupId group, StateId state, RowChanges changes) throws StorageException {
    if (changes.put().isEmpty() && changes.delete().isEmpty()) {
      return;
    }
    long number =
        number(group, state).orElseThrow(() -> new IllegalStateException("no such state"));
    ratchets.change(number, changes);
  }

  @Override
  public void putTree(GroupId group, TreeSegment segment) throws StorageException {
    trees.put(group, segment);
  }

  @Override
  public List<TreeSegment> tree(GroupId group, Bytes treeHash) throws StorageException {
    return trees.chain(group, treeHash);
  }

  @Override
  public List<GroupMember> members(GroupId group) throws StorageException {
    return roster.all(group);
  }

  @Override
  public void putMember(GroupId group, GroupMember member) throws StorageException {
    roster.put(group, member);
  }

  @Override
  public void removeMember(GroupId group, int leaf) throws StorageException {
    roster.remove(group, leaf);
  }

  private StateSnapshot read(byte[] identity, ResultSet row) throws SQLException, StorageException {
    SecretBytes secrets =
        SecretBytes.wrap(UnitOfWork.open(work.column(STATE, "secrets"), identity, row.getBytes(2)));
    Bytes pending =
        Bytes.wrap(UnitOfWork.open(work.column(STATE, "pending"), identity, row.getBytes(3)));
    return RecordReader.read(
        UnitOfWork.open(work.column(STATE, "sealed"), identity, row.getBytes(1)),
        in ->
            new StateSnapshot(
                new StateId(in.bytes()),
                in.optional().map(StateId::new),
                in.number(),
                in.bytes(),
                secrets,
                pending,
                in.bytes(),
                in.bytes(),
                in.index(),
                in.instant()));
  }

  private Optional<Long> number(GroupId group, StateId state) throws StorageException {
    return work.first(
        "SELECT id FROM state WHERE grp = ? AND state = ?",
        row -> row.getLong(1),
        work.group(group),
        state(group, state));
  }

  private byte[] sealTip(byte[] grp, long version, StateId tip) {
    return work.column("group_head", "sealed")
        .seal(RowIdentity.of(grp, version), tip.value().toByteArray());
  }

  private byte[] sealPending(byte[] identity, Bytes pending) {
    return work.column(STATE, "pending").seal(identity, pending.toByteArray());
  }

  private byte[] state(GroupId group, StateId state) {
    return work.lookup(STATE, group.value(), state.value());
  }

  private static void requireState(int changed) {
    if (changed == 0) {
      throw new IllegalStateException("no such state");
    }
  }
}
