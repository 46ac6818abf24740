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
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;

final class SqliteConversationStore implements ConversationStore {
  private static final String COLUMNS = "SELECT grp, activity, sealed, unread FROM conversation ";

  private final UnitOfWork work;

  SqliteConversationStore(UnitOfWork work) {
    this.work = work;
  }

  @Override
  public void create(GroupId group, String name, boolean administrator, Instant createdAt)
      throws StorageException {
    if (find(group).isPresent()) {
      throw new IllegalStateException("the conversation exists already");
    }
    byte[] id = work.group(group);
    Conversation created =
        new Conversation(
            group, name, Conversation.Status.LIVE, administrator, createdAt, createdAt, 0);
    work.update(
        "INSERT INTO conversation (grp, activity, sealed, unread) VALUES (?, ?, ?, ?)",
        id,
        RecordWriter.micros(createdAt),
        seal(id, created),
        sealUnread(id, 0));
    work.publish(new StoreEvent.ConversationChanged(group));
  }

  @Override
  public void expect(GroupId group, String name, Instant createdAt) {
    throw new UnsupportedOperationException("not yet");
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
    if (existing(group).unread() == 0) {
      return;
    }
    byte[] id = work.group(group);
    work.update("UPDATE conversation SET unread = ? WHERE grp = ?", sealUnread(id, 0), id);
    work.publish(new StoreEvent.ConversationChanged(group));
  }

  /** A message came to the conversation's history. */
  void record(GroupId group, boolean own, Instant at) throws StorageException {
    Conversation conversation = existing(group);
    byte[] id = work.group(group);
    work.update(
        "UPDATE conversation SET activity = max(activity, ?), unread = ? WHERE grp = ?",
        RecordWriter.micros(at),
        sealUnread(id, conversation.unread() + (own ? 0 : 1)),
        id);
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

  private byte[] sealUnread(byte[] id, int unread) {
    byte[] record = new RecordWriter().number(unread).done();
    return work.column("conversation", "unread").seal(id, record);
  }

  private Conversation read(ResultSet row) throws SQLException, StorageException {
    byte[] id = row.getBytes(1);
    Instant activity = RecordWriter.instant(row.getLong(2));
    byte[] record = UnitOfWork.open(work.column("conversation", "sealed"), id, row.getBytes(3));
    byte[] count = UnitOfWork.open(work.column("conversation", "unread"), id, row.getBytes(4));
    int unread = RecordReader.read(count, RecordReader::index);
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
}
