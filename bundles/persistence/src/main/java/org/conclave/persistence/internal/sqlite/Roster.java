package org.conclave.persistence.internal.sqlite;

import java.util.List;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;

/** The leaves of a group's tip. */
final class Roster {
  private final UnitOfWork work;

  Roster(UnitOfWork work) {
    this.work = work;
  }

  List<GroupMember> all(GroupId group) throws StorageException {
    byte[] grp = work.group(group);
    return work.list(
        "SELECT leaf, sealed FROM member WHERE grp = ? ORDER BY leaf",
        row -> {
          int leaf = row.getInt(1);
          byte[] record =
              UnitOfWork.open(
                  work.column("member", "sealed"), RowIdentity.of(grp, leaf), row.getBytes(2));
          return RecordReader.read(
              record, in -> new GroupMember(leaf, new UserId(in.bytes()), in.bytes(), in.bytes()));
        },
        grp);
  }

  void put(GroupId group, GroupMember member) throws StorageException {
    byte[] grp = work.group(group);
    byte[] record =
        new RecordWriter()
            .bytes(member.user().value())
            .bytes(member.credential())
            .bytes(member.signatureKey())
            .done();
    work.update(
        "INSERT INTO member (grp, leaf, sealed) VALUES (?, ?, ?)"
            + " ON CONFLICT DO UPDATE SET sealed = excluded.sealed",
        grp,
        member.leaf(),
        work.column("member", "sealed").seal(RowIdentity.of(grp, member.leaf()), record));
    work.publish(new StoreEvent.RosterChanged(group));
  }

  void remove(GroupId group, int leaf) throws StorageException {
    if (work.update("DELETE FROM member WHERE grp = ? AND leaf = ?", work.group(group), leaf) > 0) {
      work.publish(new StoreEvent.RosterChanged(group));
    }
  }

  void clear(GroupId group) throws StorageException {
    work.update("DELETE FROM member WHERE grp = ?", work.group(group));
  }
}
