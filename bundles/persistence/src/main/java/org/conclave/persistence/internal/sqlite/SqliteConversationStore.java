package org.conclave.persistence.internal.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.ConversationStore;
import org.conclave.api.storage.MessageStore;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;

final class SqliteConversationStore implements ConversationStore {
  private static final String COLUMNS = "SELECT grp, activity, sealed, unread FROM conversation ";

  /** The first form of a conversation did not say. */
  private static final long UNKNOWN = -1;

  private final UnitOfWork work;

  SqliteConversationStore(UnitOfWork work) {
    this.work = work;
  }

  @Override
  public void create(GroupId group, String name, boolean administrator, Instant createdAt)
      throws StorageException {
    insert(
        new Conversation(
            group, name, Conversation.Status.LIVE, administrator, createdAt, createdAt, 0));
  }

  @Override
  public void expect(GroupId group, String name, Instant createdAt) throws StorageException {
    insert(
        new Conversation(
            group, name, Conversation.Status.REJOINING, false, createdAt, createdAt, 0));
  }

  @Override
  public Optional<Conversation> find(GroupId group) throws StorageException {
    return work.first(COLUMNS + "WHERE grp = ?", this::read, work.group(group));
  }

  @Override
  public List<Conversation> all() throws StorageException {
    return work.list(COLUMNS + "ORDER BY activity DESC, grp", this::read);
  }

  @Override
  public void rename(GroupId group, String name) throws StorageException {
    change(
        group,
        c ->
            new Conversation(
                group,
                name,
                c.status(),
                c.administrator(),
                c.createdAt(),
                c.lastActivity(),
                c.unread()));
  }

  @Override
  public void setAdministrator(GroupId group, boolean administrator) throws StorageException {
    change(
        group,
        c ->
            new Conversation(
                group,
                c.name(),
                c.status(),
                administrator,
                c.createdAt(),
                c.lastActivity(),
                c.unread()));
  }

  @Override
  public void setStatus(GroupId group, Conversation.Status status) throws StorageException {
    change(
        group,
        c ->
            new Conversation(
                group,
                c.name(),
                status,
                c.administrator(),
                c.createdAt(),
                c.lastActivity(),
                c.unread()));
  }

  @Override
  public void markRead(GroupId group) throws StorageException {
    if (existing(group).unread() != 0) {
      setUnread(group, 0);
      work.publish(new StoreEvent.ConversationChanged(group));
    }
  }

  /** For the {@link MessageStore}, which publishes what it has done. */
  void setUnread(GroupId group, int unread) throws StorageException {
    long newest = newest(group);
    byte[] id = work.group(group);
    work.update(
        "UPDATE conversation SET unread = ? WHERE grp = ?",
        sealCounters(id, new Counters(unread, newest)),
        id);
  }

  /**
   * A message comes to the conversation's history.
   *
   * @return its sequence, which no message of it ever had
   */
  long record(GroupId group, boolean unread, Instant at) throws StorageException {
    Conversation conversation = existing(group);
    long sequence = newest(group) + 1;
    byte[] id = work.group(group);
    work.update(
        "UPDATE conversation SET activity = max(activity, ?), unread = ? WHERE grp = ?",
        RecordWriter.micros(at),
        sealCounters(id, new Counters(conversation.unread() + (unread ? 1 : 0), sequence)),
        id);
    return sequence;
  }

  /** The last sequence that was given, whether or not its message is still there. */
  long newest(GroupId group) throws StorageException {
    byte[] id = work.group(group);
    Optional<Counters> counters =
        work.first(
            "SELECT unread FROM conversation WHERE grp = ?",
            row -> openCounters(id, row.getBytes(1)),
            id);
    if (counters.isPresent() && counters.get().newest() == UNKNOWN) {
      return work.list(
              "SELECT coalesce(max(sequence), 0) FROM message WHERE grp = ?",
              row -> row.getLong(1),
              id)
          .get(0);
    }
    return counters.map(Counters::newest).orElse(0L);
  }

  private void insert(Conversation created) throws StorageException {
    if (find(created.group()).isPresent()) {
      throw new IllegalStateException("the conversation exists already");
    }
    byte[] id = work.group(created.group());
    work.update(
        "INSERT INTO conversation (grp, activity, sealed, unread) VALUES (?, ?, ?, ?)",
        id,
        RecordWriter.micros(created.lastActivity()),
        seal(id, created),
        sealCounters(id, new Counters(0, 0)));
    work.publish(new StoreEvent.ConversationChanged(created.group()));
  }

  private void change(GroupId group, UnaryOperator<Conversation> change) throws StorageException {
    Conversation before = existing(group);
    Conversation after = change.apply(before);
    if (after.equals(before)) {
      return;
    }
    byte[] id = work.group(group);
    work.update("UPDATE conversation SET sealed = ? WHERE grp = ?", seal(id, after), id);
    work.publish(new StoreEvent.ConversationChanged(group));
  }

  private Conversation existing(GroupId group) throws StorageException {
    return find(group).orElseThrow(() -> new IllegalStateException("no such conversation"));
  }

  private byte[] seal(byte[] id, Conversation conversation) {
    byte[] record =
        new RecordWriter()
            .bytes(conversation.group().value())
            .text(conversation.name())
            .text(conversation.status().name())
            .flag(conversation.administrator())
            .instant(conversation.createdAt())
            .done();
    return work.column("conversation", "sealed").seal(id, record);
  }

  private byte[] sealCounters(byte[] id, Counters counters) {
    byte[] record = new RecordWriter().number(counters.unread()).number(counters.newest()).done();
    return work.column("conversation", "unread").seal(id, record);
  }

  private Counters openCounters(byte[] id, byte[] sealed) throws StorageException {
    return RecordReader.read(
        UnitOfWork.open(work.column("conversation", "unread"), id, sealed),
        in -> new Counters(in.index(), in.hasMore() ? in.number() : UNKNOWN));
  }

  private Conversation read(ResultSet row) throws SQLException, StorageException {
    byte[] id = row.getBytes(1);
    Instant activity = RecordWriter.instant(row.getLong(2));
    byte[] record = UnitOfWork.open(work.column("conversation", "sealed"), id, row.getBytes(3));
    int unread = openCounters(id, row.getBytes(4)).unread();
    return RecordReader.read(
        record,
        in ->
            new Conversation(
                new GroupId(in.bytes()),
                in.text(),
                Conversation.Status.valueOf(in.text()),
                in.flag(),
                in.instant(),
                activity,
                unread));
  }

  /**
   * What is sealed in the column {@code unread}.
   *
   * @param newest the last sequence that was given in the history
   */
  private record Counters(int unread, long newest) {}
}
