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

/**
 * Sequences have no gaps but where {@link ExpiredMessages} left a gravestone, and the conversation
 * knows the last one, so a message that is gone from the file is noticed when paging.
 */
final class SqliteMessageStore implements MessageStore {
  private static final String COLUMNS = "SELECT sequence, sealed, delivery FROM message ";

  private final UnitOfWork work;
  private final SqliteConversationStore conversations;
  private final ExpiredMessages expired;

  SqliteMessageStore(UnitOfWork work, SqliteConversationStore conversations) {
    this.work = work;
    this.conversations = conversations;
    this.expired = new ExpiredMessages(work, conversations);
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
    MessageRecord message = new MessageRecord(id, author, own, sentAt, work.now(), text);
    if (known(group, message)) {
      return false;
    }
    put(group, conversations.record(group, !own, message.committedAt()), message, recipients);
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
      String text)
      throws StorageException {
    MessageRecord message = new MessageRecord(id, author, own, sentAt, committedAt, text);
    if (known(group, message)) {
      return false;
    }
    put(group, conversations.record(group, false, committedAt), message, 0);
    work.publish(new StoreEvent.ConversationChanged(group));
    return true;
  }

  @Override
  public int deleteBefore(Instant before) throws StorageException {
    return expired.deleteBefore(before);
  }

  @Override
  public Optional<Message> find(GroupId group, MessageId id) throws StorageException {
    // Two authors may have chosen one id: the own message is the one that is asked for by id.
    List<Message> found =
        work.list(
            COLUMNS + "WHERE id = ? AND hour IS NOT NULL ORDER BY sequence",
            row -> read(group, row),
            lookup(group, id));
    return found.stream().filter(Message::own).findFirst().or(() -> found.stream().findFirst());
  }

  @Override
  public List<Message> before(GroupId group, long before, int limit) throws StorageException {
    List<Message> page =
        new ArrayList<>(
            work.list(
                COLUMNS
                    + "WHERE grp = ? AND sequence < ? AND hour IS NOT NULL"
                    + " ORDER BY sequence DESC LIMIT ?",
                row -> read(group, row),
                work.group(group),
                before,
                bounded(limit)));
    Collections.reverse(page);
    if (limit <= 0) {
      return page;
    }
    // What is older than the page is not looked at: retention leaves most of its gravestones there.
    long start = page.isEmpty() ? 0 : page.get(0).sequence();
    return whole(group, page, start, Math.min(before, conversations.newest(group) + 1));
  }

  @Override
  public List<Message> after(GroupId group, long after, int limit) throws StorageException {
    List<Message> page =
        work.list(
            COLUMNS
                + "WHERE grp = ? AND sequence > ? AND hour IS NOT NULL"
                + " ORDER BY sequence LIMIT ?",
            row -> read(group, row),
            work.group(group),
            after,
            bounded(limit));
    boolean toTheEnd = page.size() < bounded(limit);
    long end = toTheEnd ? conversations.newest(group) + 1 : page.isEmpty() ? after : lastOf(page);
    return whole(group, page, Math.max(0, after), end);
  }

  @Override
  public long count(GroupId group) throws StorageException {
    long deleted =
        work.list(
                "SELECT count(*) FROM message WHERE grp = ? AND hour IS NULL",
                row -> row.getLong(1),
                work.group(group))
            .get(0);
    return conversations.newest(group) - deleted;
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

  /** Whether the author's message of that id is here, or was. */
  private boolean known(GroupId group, MessageRecord message) throws StorageException {
    return work.first(
            "SELECT 1 FROM message WHERE author_id = ?", row -> true, authorId(group, message))
        .isPresent();
  }

  private void put(GroupId group, long sequence, MessageRecord message, int recipients)
      throws StorageException {
    byte[] conversation = work.group(group);
    byte[] identity = RowIdentity.of(conversation, sequence);
    work.update(
        "INSERT INTO message (grp, sequence, author_id, id, sealed, delivery, hour)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        conversation,
        sequence,
        authorId(group, message),
        lookup(group, message.id()),
        message.sealed(work, identity),
        sealDelivery(identity, new Delivery(recipients, 0)),
        message.hour());
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
    Delivery delivery =
        RecordReader.read(
            UnitOfWork.open(work.column("message", "delivery"), identity, row.getBytes(3)),
            in -> new Delivery(in.index(), in.index()));
    MessageRecord message = MessageRecord.open(work, identity, row.getBytes(2));
    return new Message(
        group,
        message.id(),
        sequence,
        message.author(),
        message.own(),
        message.sentAt(),
        message.committedAt(),
        message.text(),
        delivery.recipients(),
        delivery.received());
  }

  /** Nothing is missing within a page, or to its edges, but what was deleted here. */
  private List<Message> whole(GroupId group, List<Message> page, long first, long last)
      throws StorageException {
    long at = first;
    for (Message message : page) {
      requireDeletedBetween(group, at, message.sequence());
      at = message.sequence();
    }
    requireDeletedBetween(group, at, last);
    return page;
  }

  private void requireDeletedBetween(GroupId group, long first, long last) throws StorageException {
    if (last > first + 1) {
      expired.requireDeletedBetween(work.group(group), first, last);
    }
  }

  private static long lastOf(List<Message> page) {
    return page.get(page.size() - 1).sequence();
  }

  /** SQLite reads a negative limit as none. */
  private static int bounded(int limit) {
    return Math.max(0, limit);
  }

  private byte[] lookup(GroupId group, MessageId id) {
    return work.lookup("message.id", group.value(), id.value());
  }

  private byte[] authorId(GroupId group, MessageRecord message) {
    return work.lookup(
        "message.author", group.value(), message.author().value(), message.id().value());
  }
}
