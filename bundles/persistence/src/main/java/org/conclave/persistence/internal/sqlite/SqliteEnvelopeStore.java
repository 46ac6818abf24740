package org.conclave.persistence.internal.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.storage.EnvelopeStore;
import org.conclave.api.storage.EpochHoldings;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.StoredEnvelope.Status;

final class SqliteEnvelopeStore implements EnvelopeStore {
  private static final String TABLE = "envelope";
  private static final String COLUMNS =
      "SELECT envelope, epoch, status, name, sealed FROM envelope ";

  private final UnitOfWork work;
  private final Holdings holdings;

  SqliteEnvelopeStore(UnitOfWork work) {
    this.work = work;
    this.holdings = new Holdings(work);
  }

  @Override
  public void put(StoredEnvelope envelope) throws StorageException {
    GroupId group = envelope.group();
    byte[] grp = work.group(group);
    byte[] id = id(group, envelope.id());
    Optional<Held> before =
        work.first(
            "SELECT epoch, status FROM envelope WHERE grp = ? AND envelope = ?",
            row -> new Held(row.getLong(1), status(row.getInt(2))),
            grp,
            id);
    if (before.isPresent()
        && (envelope.status() == Status.WAITING || envelope.status() == before.get().status())) {
      return;
    }
    byte[] identity = RowIdentity.of(grp, id);
    byte[] name =
        work.column(TABLE, "name")
            .seal(
                identity,
                new RecordWriter()
                    .bytes(envelope.id().value())
                    .bytes(envelope.state().value())
                    .done());
    byte[] state = state(group, envelope.state());
    if (before.isPresent()) {
      // State and epoch too: what was said of a waiting envelope was not authenticated yet.
      work.update(
          "UPDATE envelope SET state = ?, epoch = ?, status = ?, name = ?"
              + " WHERE grp = ? AND envelope = ?",
          state,
          envelope.epoch(),
          code(envelope.status()),
          name,
          grp,
          id);
    } else {
      work.update(
          "INSERT INTO envelope (grp, envelope, state, epoch, status, name, sealed)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?)",
          grp,
          id,
          state,
          envelope.epoch(),
          code(envelope.status()),
          name,
          work.column(TABLE, "sealed").seal(identity, envelope.bytes().toByteArray()));
    }
    if (before.isPresent() && before.get().status() == Status.PROCESSED) {
      holdings.remove(group, before.get().epoch(), envelope.id());
    }
    if (envelope.status() == Status.PROCESSED) {
      holdings.add(group, envelope.epoch(), envelope.id());
      work.publish(new StoreEvent.EnvelopeStored(group, envelope.id()));
    }
  }

  @Override
  public Optional<StoredEnvelope> find(GroupId group, EnvelopeId id) throws StorageException {
    return work.first(
        COLUMNS + "WHERE grp = ? AND envelope = ?",
        row -> read(group, row),
        work.group(group),
        id(group, id));
  }

  @Override
  public List<EpochHoldings> holdings(GroupId group, long firstEpoch) throws StorageException {
    return holdings.since(group, firstEpoch);
  }

  @Override
  public List<EnvelopeId> ids(GroupId group, long epoch) throws StorageException {
    byte[] grp = work.group(group);
    return work.list(
        "SELECT envelope, name FROM envelope WHERE grp = ? AND epoch = ? AND status = ?"
            + " ORDER BY position",
        row -> name(RowIdentity.of(grp, row.getBytes(1)), row.getBytes(2)).id(),
        grp,
        epoch,
        code(Status.PROCESSED));
  }

  @Override
  public List<StoredEnvelope> waitingFor(GroupId group, StateId state) throws StorageException {
    // The status is a literal so that SQLite takes the partial index.
    return work.list(
        COLUMNS + "WHERE grp = ? AND state = ? AND status = 1 ORDER BY position",
        row -> read(group, row),
        work.group(group),
        state(group, state));
  }

  @Override
  public int waiting(GroupId group) throws StorageException {
    return work.list(
            "SELECT count(*) FROM envelope WHERE grp = ? AND status = 1",
            row -> row.getInt(1),
            work.group(group))
        .get(0);
  }

  @Override
  public void deleteBefore(GroupId group, long epoch) throws StorageException {
    work.update("DELETE FROM envelope WHERE grp = ? AND epoch < ?", work.group(group), epoch);
    holdings.deleteBefore(group, epoch);
  }

  private record Held(long epoch, Status status) {}

  private record Name(EnvelopeId id, StateId state) {}

  private StoredEnvelope read(GroupId group, ResultSet row) throws SQLException, StorageException {
    byte[] identity = RowIdentity.of(work.group(group), row.getBytes(1));
    Name name = name(identity, row.getBytes(4));
    byte[] bytes = UnitOfWork.open(work.column(TABLE, "sealed"), identity, row.getBytes(5));
    return new StoredEnvelope(
        group, name.id(), name.state(), row.getLong(2), Bytes.wrap(bytes), status(row.getInt(3)));
  }

  private Name name(byte[] identity, byte[] sealed) throws StorageException {
    return RecordReader.read(
        UnitOfWork.open(work.column(TABLE, "name"), identity, sealed),
        in -> new Name(new EnvelopeId(in.bytes()), new StateId(in.bytes())));
  }

  private byte[] id(GroupId group, EnvelopeId id) {
    return work.lookup(TABLE, group.value(), id.value());
  }

  private byte[] state(GroupId group, StateId state) {
    return work.lookup("envelope.state", group.value(), state.value());
  }

  private static int code(Status status) {
    return switch (status) {
      case PROCESSED -> 0;
      case WAITING -> 1;
      case REFUSED -> 2;
    };
  }

  private static Status status(int code) throws StorageException {
    return switch (code) {
      case 0 -> Status.PROCESSED;
      case 1 -> Status.WAITING;
      case 2 -> Status.REFUSED;
      default ->
          throw SqliteFailures.damagedValue(new DamagedRecordException("not an envelope's status"));
    };
  }
}
