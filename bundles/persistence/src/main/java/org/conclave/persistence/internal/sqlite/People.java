package org.conclave.persistence.internal.sqlite;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.StorageException;
import org.conclave.persistence.internal.seal.SealedColumn;

/**
 * A number for every user that the outbox awaits: a message to ten thousand members adds ten
 * thousand pairs of numbers rather than as many sealed ids. Numbers are never reused once
 * committed, so what a session has seen stays true for its life; {@link #forget} follows a
 * roll-back. Used by one session, one thread at a time.
 */
final class People {
  private static final String TABLE = "person";

  private final Map<UserId, Long> numbers = new HashMap<>();
  private final Map<Long, UserId> users = new HashMap<>();

  /** The user's number, given now if there is none. */
  long number(UnitOfWork work, UserId user) throws StorageException {
    Optional<Long> known = known(work, user);
    if (known.isPresent()) {
      return known.get();
    }
    byte[] id = id(work, user);
    byte[] sealed = sealed(work).seal(id, user.value().toByteArray());
    long number = work.insert("INSERT INTO person (user, sealed) VALUES (?, ?)", id, sealed);
    remember(number, user);
    return number;
  }

  /** The user's number, if there is one. */
  Optional<Long> known(UnitOfWork work, UserId user) throws StorageException {
    Long remembered = numbers.get(user);
    if (remembered != null) {
      return Optional.of(remembered);
    }
    Optional<Long> stored =
        work.first("SELECT id FROM person WHERE user = ?", row -> row.getLong(1), id(work, user));
    stored.ifPresent(number -> remember(number, user));
    return stored;
  }

  /** Whose number it is. */
  UserId user(UnitOfWork work, long number) throws StorageException {
    UserId known = users.get(number);
    if (known != null) {
      return known;
    }
    byte[] value =
        work.first(
                "SELECT user, sealed FROM person WHERE id = ?",
                row -> UnitOfWork.open(sealed(work), row.getBytes(1), row.getBytes(2)),
                number)
            .orElseThrow(
                () ->
                    SqliteFailures.damagedValue(
                        new DamagedRecordException("a person of the outbox is missing")));
    UserId user = new UserId(Bytes.wrap(value));
    remember(number, user);
    return user;
  }

  /** Its numbers may be given to others: the transaction that gave them did not commit. */
  void forget() {
    numbers.clear();
    users.clear();
  }

  private void remember(long number, UserId user) {
    numbers.put(user, number);
    users.put(number, user);
  }

  private static byte[] id(UnitOfWork work, UserId user) {
    return work.lookup(TABLE, user.value());
  }

  private static SealedColumn sealed(UnitOfWork work) {
    return work.column(TABLE, "sealed");
  }
}
