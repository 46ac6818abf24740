package org.conclave.persistence.internal.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.MessageStore;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.persistence.internal.seal.SealedColumn;

/** Sequences have no gaps, so a message that is gone from the file is noticed when paging. */
final class SqliteMessageStore implements MessageStore {
  private static final String COLUMNS = "SELECT sequence, sealed, delivery FROM message ";

  private final UnitOfWork work;
  private final SqliteConversationStore conversations;

  SqliteMessageStore(UnitOfWork work, SqliteConversationStore conversations) {
    this.work = work;
    this.conversations = conversations;
  }

  @Override
  public boolean add(
      GroupId group,
      MessageId id,
      UserId author,
      boolean own,
      Instant sentAt,
      String text,
      int recipients)
      throws StorageException {
    byte[] authorId = work.lookup("message.author", group.value(), author.value(), id.value());
    if (work.first("SELECT 1 FROM message WHERE author_id = ?", row -> true, authorId)
        .isPresent()) {
      return false;
    }
    Instant committedAt = work.now();
    conversations.record(group, own, committedAt);
    byte[] conversation = work.group(group);
    long sequence = count(group) + 1;
    byte[] identity = RowIdentity.of(conversation, sequence);
    byte[] record =
        new RecordWriter()
            .bytes(id.value())
            .bytes(author.value())
            .flag(own)
            .instant(sentAt)
            .instant(committedAt)
            .text(text)
            .done();
    work.update(
        "INSERT INTO message (grp, sequence, author_id, id, sealed, delivery)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        conversation,
        sequence,
        authorId,
        lookup(group, id),
        work.column("message", "sealed").seal(identity, record),
        sealDelivery(identity, new Delivery(recipients, 0)));
    work.publish(new StoreEvent.MessageStored(group, id, own));
    return true;
  }

  @Override
  public boolean restore(
      GroupId group,
      MessageId id,
      UserId author,
      boolean own,
      Instant sentAt,
      Instant committedAt,
      String text) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public int deleteBefore(Instant before) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public Optional<Message> find(GroupId group, MessageId id) throws StorageException {
    // Two authors may have chosen one id: the own message is the one that is asked for by id.
    List<Message> found =
        work.list(
            COLUMNS + "WHERE id = ? ORDER BY sequence", row -> read(group, row), lookup(group, id));
    return found.stream().filter(Message::own).findFirst().or(() -> found.stream().findFirst());
  }

  @Override
  public List<Message> before(GroupId group, long before, int limit) throws StorageException {
    List<Message> page =
        new ArrayList<>(
            work.list(
                COLUMNS + "WHERE grp = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?",
                row -> read(group, row),
                work.group(group),
                before,
                bounded(limit)));
    Collections.reverse(page);
    return withoutGaps(page);
  }

  @Override
  public List<Message> after(GroupId group, long after, int limit) throws StorageException {
    return withoutGaps(
        work.list(
            COLUMNS + "WHERE grp = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            row -> read(group, row),
            work.group(group),
            after,
            bounded(limit)));
  }

  @Override
  public long count(GroupId group) throws StorageException {
    // The newest sequence, since there are no gaps.
    return work.list(
            "SELECT coalesce(max(sequence), 0) FROM message WHERE grp = ?",
            row -> row.getLong(1),
            work.group(group))
        .get(0);
  }

  @Override
  public void recordReceived(GroupId group, MessageId id) throws StorageException {
    Optional<Message> own = find(group, id).filter(Message::own);
    if (own.isEmpty() || own.get().received() >= own.get().recipients()) {
      return;
    }
    byte[] conversation = work.group(group);
    long sequence = own.get().sequence();
    Delivery delivery = new Delivery(own.get().recipients(), own.get().received() + 1);
    work.update(
        "UPDATE message SET delivery = ? WHERE grp = ? AND sequence = ?",
        sealDelivery(RowIdentity.of(conversation, sequence), delivery),
        conversation,
        sequence);
    work.publish(new StoreEvent.DeliveryChanged(group, id));
  }

  private record Delivery(int recipients, int received) {}

  private byte[] sealDelivery(byte[] identity, Delivery delivery) {
    byte[] record =
        new RecordWriter().number(delivery.recipients()).number(delivery.received()).done();
    return work.column("message", "delivery").seal(identity, record);
  }

  private Message read(GroupId group, ResultSet row) throws SQLException, StorageException {
    long sequence = row.getLong(1);
    byte[] identity = RowIdentity.of(work.group(group), sequence);
    SealedColumn sealed = work.column("message", "sealed");
    SealedColumn counters = work.column("message", "delivery");
    Delivery delivery =
        RecordReader.read(
            UnitOfWork.open(counters, identity, row.getBytes(3)),
            in -> new Delivery(in.index(), in.index()));
    return RecordReader.read(
        UnitOfWork.open(sealed, identity, row.getBytes(2)),
        in ->
            new Message(
                group,
                new MessageId(in.bytes()),
                sequence,
                new UserId(in.bytes()),
                in.flag(),
                in.instant(),
                in.instant(),
                in.text(),
                delivery.recipients(),
                delivery.received()));
  }

  private static List<Message> withoutGaps(List<Message> page) throws StorageException {
    for (int i = 1; i < page.size(); i++) {
      if (page.get(i).sequence() != page.get(i - 1).sequence() + 1) {
        throw SqliteFailures.damagedValue(
            new DamagedRecordException("a message of the history is missing"));
      }
    }
    return page;
  }

  /** SQLite reads a negative limit as none. */
  private static int bounded(int limit) {
    return Math.max(0, limit);
  }

  private byte[] lookup(GroupId group, MessageId id) {
    return work.lookup("message.id", group.value(), id.value());
  }
}
