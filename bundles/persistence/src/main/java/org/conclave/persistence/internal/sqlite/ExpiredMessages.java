package org.conclave.persistence.internal.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;

/**
 * Takes the content of messages whose time is over. A gravestone stays in each one's place: it
 * keeps the sequence number and the keyed hashes by which a late copy is recognised, and is sealed,
 * so that a row which somebody took out of the file is still told from one that was deleted here.
 *
 * <p>The column {@code hour} finds candidates without opening every message, and the sealed time
 * decides. It is 0 where it was not known when the row was written, and NULL in a gravestone.
 */
final class ExpiredMessages {
  private static final int PAGE = 256;
  private static final byte[] NOTHING = {};

  private final UnitOfWork work;
  private final SqliteConversationStore conversations;

  ExpiredMessages(UnitOfWork work, SqliteConversationStore conversations) {
    this.work = work;
    this.conversations = conversations;
  }

  int deleteBefore(Instant before) throws StorageException {
    Map<Bytes, List<Expired>> all = expired(before);
    if (all.isEmpty()) {
      return 0;
    }
    int deleted = 0;
    for (Conversation conversation : conversations.all()) {
      byte[] grp = work.group(conversation.group());
      List<Expired> messages = all.getOrDefault(Bytes.wrap(grp), List.of());
      if (!messages.isEmpty()) {
        int unread = conversation.unread() - unreadAmong(grp, conversation.unread(), messages);
        conversations.setUnread(conversation.group(), unread);
        for (Expired message : messages) {
          bury(grp, message.sequence());
        }
        deleted += messages.size();
        work.publish(new StoreEvent.MessagesDeleted(conversation.group()));
      }
    }
    work.secretsReplaced();
    return deleted;
  }

  /**
   * All messages between {@code first} and {@code last}, both exclusive, were deleted here.
   *
   * @throws StorageException DAMAGED if one was not, and is missing
   */
  void requireDeletedBetween(byte[] grp, long first, long last) throws StorageException {
    List<Long> stones =
        work.list(
            "SELECT sequence, sealed FROM message WHERE grp = ? AND sequence > ? AND sequence < ?"
                + " AND hour IS NULL",
            row -> {
              long sequence = row.getLong(1);
              MessageRecord.requireGravestone(work, RowIdentity.of(grp, sequence), row.getBytes(2));
              return sequence;
            },
            grp,
            first,
            last);
    if (stones.size() != last - first - 1) {
      throw SqliteFailures.damagedValue(
          new DamagedRecordException("a message of the history is missing"));
    }
  }

  private void bury(byte[] grp, long sequence) throws StorageException {
    work.update(
        "UPDATE message SET hour = NULL, sealed = ?, delivery = ? WHERE grp = ? AND sequence = ?",
        MessageRecord.gravestone(work, RowIdentity.of(grp, sequence)),
        NOTHING,
        grp,
        sequence);
  }

  private Map<Bytes, List<Expired>> expired(Instant before) throws StorageException {
    Map<Bytes, List<Expired>> expired = new HashMap<>();
    long hour = Long.MIN_VALUE;
    long row = Long.MIN_VALUE;
    List<Candidate> page;
    do {
      page = candidates(MessageRecord.hour(before), hour, row);
      for (Candidate candidate : page) {
        hour = candidate.hour();
        row = candidate.row();
        // What is damaged can be read by nobody, and reading the history goes on saying so.
        if (candidate.message().isPresent()) {
          MessageRecord message = candidate.message().get();
          if (message.committedAt().isBefore(before)) {
            expired
                .computeIfAbsent(candidate.grp(), grp -> new ArrayList<>())
                .add(new Expired(candidate.sequence(), message.own()));
          } else if (message.hour() != hour) {
            work.update("UPDATE message SET hour = ? WHERE rowid = ?", message.hour(), row);
          }
        }
      }
    } while (page.size() == PAGE);
    return expired;
  }

  private List<Candidate> candidates(long last, long afterHour, long afterRow)
      throws StorageException {
    return work.list(
        "SELECT rowid, hour, grp, sequence, sealed FROM message"
            + " WHERE hour IS NOT NULL AND hour <= ? AND (hour, rowid) > (?, ?)"
            + " ORDER BY hour, rowid LIMIT ?",
        this::candidate,
        last,
        afterHour,
        afterRow,
        PAGE);
  }

  private Candidate candidate(ResultSet row) throws SQLException {
    byte[] grp = row.getBytes(3);
    long sequence = row.getLong(4);
    return new Candidate(
        row.getLong(1),
        row.getLong(2),
        Bytes.wrap(grp),
        sequence,
        MessageRecord.openIfSound(work, RowIdentity.of(grp, sequence), row.getBytes(5)));
  }

  /** Unread are the newest that were received. */
  private int unreadAmong(byte[] grp, int unread, List<Expired> expired) throws StorageException {
    Set<Long> received = new HashSet<>();
    for (Expired message : expired) {
      if (!message.own()) {
        received.add(message.sequence());
      }
    }
    if (unread == 0 || received.isEmpty()) {
      return 0;
    }
    received.retainAll(newestReceived(grp, unread));
    return received.size();
  }

  private List<Long> newestReceived(byte[] grp, int count) throws StorageException {
    List<Long> newest = new ArrayList<>();
    long before = Long.MAX_VALUE;
    List<Received> page;
    do {
      page =
          work.list(
              "SELECT sequence, sealed FROM message"
                  + " WHERE grp = ? AND sequence < ? AND hour IS NOT NULL"
                  + " ORDER BY sequence DESC LIMIT ?",
              row -> received(grp, row),
              grp,
              before,
              PAGE);
      for (Received message : page) {
        before = message.sequence();
        if (message.received() && newest.size() < count) {
          newest.add(before);
        }
      }
    } while (page.size() == PAGE && newest.size() < count);
    return newest;
  }

  private Received received(byte[] grp, ResultSet row) throws SQLException {
    long sequence = row.getLong(1);
    Optional<MessageRecord> message =
        MessageRecord.openIfSound(work, RowIdentity.of(grp, sequence), row.getBytes(2));
    return new Received(sequence, message.isPresent() && !message.get().own());
  }

  private record Candidate(
      long row, long hour, Bytes grp, long sequence, Optional<MessageRecord> message) {}

  private record Expired(long sequence, boolean own) {}

  private record Received(long sequence, boolean received) {}
}
