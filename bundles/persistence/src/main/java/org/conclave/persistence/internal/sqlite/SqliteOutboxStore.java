package org.conclave.persistence.internal.sqlite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.MessageStore;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.OutboxRow.Item;
import org.conclave.api.storage.OutboxStore;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;

final class SqliteOutboxStore implements OutboxStore {
  private static final String COLUMNS = "SELECT id, expires, sealed FROM outbox ";

  private final UnitOfWork work;
  private final People people;
  private final MessageStore messages;

  SqliteOutboxStore(UnitOfWork work, People people, MessageStore messages) {
    this.work = work;
    this.people = people;
    this.messages = messages;
  }

  @Override
  public long add(Item item, Set<UserId> awaiting, Instant expiresAt) throws StorageException {
    Instant now = work.now();
    work.update("DELETE FROM outbox WHERE expires <= ?", RecordWriter.micros(now));
    byte[] grp = null;
    byte[] envelope = null;
    if (item instanceof Item.ToGroup toGroup) {
      grp = work.group(toGroup.group());
      envelope = envelope(toGroup.group(), toGroup.envelope());
    }
    // The id is part of what is sealed with it, so it is fixed first.
    long id =
        work.insert(
            "INSERT INTO outbox (grp, envelope, expires, sealed) VALUES (?, ?, ?, x'')",
            grp,
            envelope,
            RecordWriter.micros(expiresAt));
    if (awaiting.isEmpty()) {
      end(id);
      return id;
    }
    byte[] sealed =
        work.column("outbox", "sealed").seal(RowIdentity.of(id), OutboxItems.encode(item, now));
    work.update("UPDATE outbox SET sealed = ? WHERE id = ?", sealed, id);
    for (UserId user : awaiting) {
      work.update(
          "INSERT INTO awaiting (row, person) VALUES (?, ?)", id, people.number(work, user));
    }
    work.publish(new StoreEvent.OutboxAdded(id));
    return id;
  }

  @Override
  public Optional<OutboxRow> find(long id) throws StorageException {
    return rows("WHERE id = ?", id).stream().findFirst();
  }

  @Override
  public List<OutboxRow> open() throws StorageException {
    return rows("WHERE expires > ? ORDER BY id", now());
  }

  @Override
  public List<OutboxRow> openFor(UserId user) throws StorageException {
    Optional<Long> person = people.known(work, user);
    if (person.isEmpty()) {
      return List.of();
    }
    return rows(
        "WHERE id IN (SELECT row FROM awaiting WHERE person = ?) AND expires > ? ORDER BY id",
        person.get(),
        now());
  }

  @Override
  public boolean acknowledge(GroupId group, EnvelopeId envelope, UserId user)
      throws StorageException {
    Optional<Long> person = people.known(work, user);
    if (person.isEmpty()) {
      return false;
    }
    Set<MessageId> received = new LinkedHashSet<>();
    boolean changed = false;
    List<Stored> rows =
        work.list(
            COLUMNS + "WHERE envelope = ? ORDER BY id",
            row -> new Stored(row.getLong(1), row.getLong(2), row.getBytes(3)),
            envelope(group, envelope));
    for (Stored row : rows) {
      if (forget(row.id(), person.get())) {
        changed = true;
        if (decode(row, Set.of()).item() instanceof Item.ToGroup toGroup) {
          toGroup.message().ifPresent(received::add);
        }
      }
    }
    for (MessageId message : received) {
      messages.recordReceived(group, message);
    }
    return changed;
  }

  @Override
  public void end(long id) throws StorageException {
    work.update("DELETE FROM outbox WHERE id = ?", id);
  }

  @Override
  public void forget(GroupId group, UserId user) throws StorageException {
    Optional<Long> person = people.known(work, user);
    if (person.isEmpty()) {
      return;
    }
    List<Long> rows =
        work.list("SELECT id FROM outbox WHERE grp = ?", row -> row.getLong(1), work.group(group));
    for (long row : rows) {
      forget(row, person.get());
    }
  }

  @Override
  public int size() throws StorageException {
    return work.list("SELECT count(*) FROM outbox WHERE expires > ?", row -> row.getInt(1), now())
        .get(0);
  }

  /** A row as it lies in the table. */
  private record Stored(long id, long expires, byte[] sealed) {}

  /** Whether the row awaited the person. Ends the row if nobody is left. */
  private boolean forget(long row, long person) throws StorageException {
    if (work.update("DELETE FROM awaiting WHERE row = ? AND person = ?", row, person) == 0) {
      return false;
    }
    work.update(
        "DELETE FROM outbox WHERE id = ?"
            + " AND NOT EXISTS (SELECT 1 FROM awaiting WHERE awaiting.row = outbox.id)",
        row);
    return true;
  }

  private List<OutboxRow> rows(String condition, Object... parameters) throws StorageException {
    List<Stored> stored =
        work.list(
            COLUMNS + condition,
            row -> new Stored(row.getLong(1), row.getLong(2), row.getBytes(3)),
            parameters);
    List<OutboxRow> rows = new ArrayList<>(stored.size());
    for (Stored row : stored) {
      List<Long> awaited =
          work.list(
              "SELECT person FROM awaiting WHERE row = ?", cells -> cells.getLong(1), row.id());
      Set<UserId> awaiting = new LinkedHashSet<>();
      for (long person : awaited) {
        awaiting.add(people.user(work, person));
      }
      rows.add(decode(row, awaiting));
    }
    return rows;
  }

  private OutboxRow decode(Stored row, Set<UserId> awaiting) throws StorageException {
    byte[] record =
        UnitOfWork.open(work.column("outbox", "sealed"), RowIdentity.of(row.id()), row.sealed());
    return OutboxItems.decode(record, row.id(), awaiting, RecordWriter.instant(row.expires()));
  }

  private long now() {
    return RecordWriter.micros(work.now());
  }

  private byte[] envelope(GroupId group, EnvelopeId envelope) {
    return work.lookup("outbox.envelope", group.value(), envelope.value());
  }
}
