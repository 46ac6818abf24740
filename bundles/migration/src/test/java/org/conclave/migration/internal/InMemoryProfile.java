package org.conclave.migration.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.AuditStore;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.ConversationStore;
import org.conclave.api.storage.EnvelopeStore;
import org.conclave.api.storage.GroupStateStore;
import org.conclave.api.storage.KeyPackageStore;
import org.conclave.api.storage.KeyValueStore;
import org.conclave.api.storage.LedgerStore;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.MessageStore;
import org.conclave.api.storage.OutboxStore;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.api.storage.Transaction;

/** What migration touches of a profile, with the promises of Storage: all or nothing. */
final class InMemoryProfile implements Storage {
  /** Compared as a whole, to see whether anything changed. */
  record Content(
      Map<String, Bytes> values,
      Map<GroupId, Conversation> conversations,
      List<Message> messages,
      List<AuditEvent> audited) {}

  private Content content = new Content(Map.of(), Map.of(), List.of(), List.of());
  private int changesUntilFailure = Integer.MAX_VALUE;
  private boolean unreadable;

  synchronized Content content() {
    return content;
  }

  /** The disk fails at the {@code changes}-th change from now on, and at each one after it. */
  synchronized void failAfter(int changes) {
    changesUntilFailure = changes;
  }

  synchronized void becomeUnreadable() {
    unreadable = true;
  }

  @Override
  public synchronized <T, X extends Exception> T read(Work<T, X> work) throws StorageException, X {
    if (unreadable) {
      throw new StorageException(StorageException.Reason.DAMAGED, "A value is damaged.");
    }
    return work.in(new View());
  }

  @Override
  public synchronized <T, X extends Exception> T write(Work<T, X> work) throws StorageException, X {
    View view = new View();
    T result = work.in(view);
    change();
    content = view.content();
    return result;
  }

  private void change() throws StorageException {
    if (--changesUntilFailure < 0) {
      throw new StorageException(
          StorageException.Reason.DISK_FULL, "The disk is full. Free some space.");
    }
  }

  private final class View implements Transaction {
    private final Map<String, Bytes> values = new LinkedHashMap<>(content.values());
    private final Map<GroupId, Conversation> conversations =
        new LinkedHashMap<>(content.conversations());
    private final List<Message> messages = new ArrayList<>(content.messages());
    private final List<AuditEvent> audited = new ArrayList<>(content.audited());

    Content content() {
      return new Content(
          Collections.unmodifiableMap(values),
          Collections.unmodifiableMap(conversations),
          Collections.unmodifiableList(messages),
          Collections.unmodifiableList(audited));
    }

    @Override
    public KeyValueStore keyValues() {
      return new Values();
    }

    @Override
    public ConversationStore conversations() {
      return new Conversations();
    }

    @Override
    public MessageStore messages() {
      return new Messages();
    }

    @Override
    public AuditStore audit() {
      return new Audit();
    }

    @Override
    public LedgerStore ledger() {
      throw new AssertionError("migration has no business in the ledger");
    }

    @Override
    public GroupStateStore groupStates() {
      throw new AssertionError("a backup never touches MLS state");
    }

    @Override
    public EnvelopeStore envelopes() {
      throw new AssertionError("migration has no business with ciphertext");
    }

    @Override
    public OutboxStore outbox() {
      throw new AssertionError("a backup is never sent");
    }

    @Override
    public KeyPackageStore keyPackages() {
      throw new AssertionError("a backup never touches a device's keys");
    }

    @Override
    public void publish(StoreEvent event) {
      throw new AssertionError("stores publish their own events");
    }

    private final class Values implements KeyValueStore {
      @Override
      public Optional<SecretBytes> get(String namespace, String key) {
        return Optional.ofNullable(values.get(namespace + '/' + key))
            .map(value -> SecretBytes.wrap(value.toByteArray()));
      }

      @Override
      public Map<String, SecretBytes> all(String namespace) {
        return values.entrySet().stream()
            .filter(value -> value.getKey().startsWith(namespace + '/'))
            .collect(
                Collectors.toMap(
                    value -> value.getKey().substring(namespace.length() + 1),
                    value -> SecretBytes.wrap(value.getValue().toByteArray())));
      }

      @Override
      public void put(String namespace, String key, SecretBytes value) throws StorageException {
        change();
        values.put(namespace + '/' + key, Bytes.wrap(value.toByteArray()));
      }

      @Override
      public void delete(String namespace, String key) throws StorageException {
        change();
        values.remove(namespace + '/' + key);
      }
    }

    private final class Conversations implements ConversationStore {
      @Override
      public void create(GroupId group, String name, boolean administrator, Instant createdAt)
          throws StorageException {
        put(group, name, Conversation.Status.LIVE, createdAt);
      }

      @Override
      public void expect(GroupId group, String name, Instant createdAt) throws StorageException {
        if (conversations.containsKey(group)) {
          throw new StorageException(StorageException.Reason.FAILED, "It is there already.");
        }
        put(group, name, Conversation.Status.REJOINING, createdAt);
      }

      private void put(GroupId group, String name, Conversation.Status status, Instant createdAt)
          throws StorageException {
        change();
        conversations.put(
            group, new Conversation(group, name, status, false, createdAt, createdAt, 0));
      }

      @Override
      public Optional<Conversation> find(GroupId group) {
        return Optional.ofNullable(conversations.get(group));
      }

      @Override
      public List<Conversation> all() {
        return List.copyOf(conversations.values());
      }

      @Override
      public void setStatus(GroupId group, Conversation.Status status) throws StorageException {
        Conversation now = conversations.get(group);
        put(group, now.name(), status, now.createdAt());
      }

      @Override
      public void rename(GroupId group, String name) {
        throw new AssertionError("a restore renames nothing");
      }

      @Override
      public void setAdministrator(GroupId group, boolean administrator) {
        throw new AssertionError("a restore makes nobody an administrator");
      }

      @Override
      public void markRead(GroupId group) {
        throw new AssertionError("a restore reads nothing");
      }
    }

    private final class Messages implements MessageStore {
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
        return restore(group, id, author, own, sentAt, sentAt.plusMillis(5), text);
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
        change();
        if (find(group, id).isPresent()) {
          return false;
        }
        long sequence = count(group) + 1;
        messages.add(
            new Message(group, id, sequence, author, own, sentAt, committedAt, text, 0, 0));
        return true;
      }

      @Override
      public Optional<Message> find(GroupId group, MessageId id) {
        return messages.stream()
            .filter(m -> m.group().equals(group) && m.id().equals(id))
            .findAny();
      }

      @Override
      public List<Message> before(GroupId group, long before, int limit) {
        throw new AssertionError("a backup is written from the oldest on");
      }

      @Override
      public List<Message> after(GroupId group, long after, int limit) {
        return messages.stream()
            .filter(m -> m.group().equals(group) && m.sequence() > after)
            .limit(limit)
            .toList();
      }

      @Override
      public long count(GroupId group) {
        return messages.stream().filter(m -> m.group().equals(group)).count();
      }

      @Override
      public int deleteBefore(Instant before) {
        throw new AssertionError("a restore deletes nothing");
      }

      @Override
      public void recordReceived(GroupId group, MessageId id) {
        throw new AssertionError("a restore acknowledges nothing");
      }
    }

    private final class Audit implements AuditStore {
      @Override
      public void append(AuditEvent event) throws StorageException {
        change();
        audited.add(event);
      }

      @Override
      public List<Row> after(long after, int limit) {
        throw new AssertionError("a backup does not read the audit log");
      }

      @Override
      public long count() {
        return audited.size();
      }
    }
  }
}
