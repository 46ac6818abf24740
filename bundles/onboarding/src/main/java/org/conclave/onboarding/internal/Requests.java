package org.conclave.onboarding.internal;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.MemberRequest.Kind;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for this administrator's signature, kept in the profile. On a device that may sign
 * nothing, nothing is kept. Bounded: who floods is not heard.
 */
final class Requests {
  private static final Logger log = LoggerFactory.getLogger(Requests.class);
  private static final String KIND = "request";
  private static final String DECLINED = "declined";
  private static final int MAX_WAITING = 256;

  private final Storage storage;
  private final Clock clock;
  private final OwnRights rights;
  private final Runnable changed;

  /**
   * A request as it is stored.
   *
   * @param entry exact bytes of the LedgerEntry that is asked about: a redemption, or a record
   */
  record Stored(Kind kind, Instant firstSeen, Bytes entry) {
    Bytes encode() {
      byte[] head =
          ByteBuffer.allocate(9)
              .put((byte) kind.ordinal())
              .putLong(firstSeen.getEpochSecond())
              .array();
      return Bytes.wrap(head).concat(entry);
    }

    static Stored decode(Bytes bytes) {
      ByteBuffer head = bytes.asByteBuffer();
      return new Stored(
          Kind.values()[head.get()],
          Instant.ofEpochSecond(head.getLong()),
          bytes.slice(9, bytes.size()));
    }
  }

  /**
   * @param changed is told that there is another request to show
   */
  Requests(Storage storage, Clock clock, OwnRights rights, Runnable changed) {
    this.storage = storage;
    this.clock = clock;
    this.rights = rights;
    this.changed = changed;
  }

  void ask(Presented.Claim presented) throws StorageException {
    keep(presented.claim().claim().hash(), Kind.JOIN, presented.claim().source().bytes());
  }

  /** A claim of an invitation that another one used: to be looked at. */
  void late(Presented.Claim presented) throws StorageException {
    keep(presented.claim().claim().hash(), Kind.LATE_CLAIM, presented.claim().source().bytes());
  }

  void ask(Kind kind, VerifiedRecord record, Standing standing) throws StorageException {
    if (rights.reaches(standing)) {
      keep(record.rank(), kind, record.bytes());
    }
  }

  private void keep(Bytes id, Kind kind, Bytes entry) throws StorageException {
    if (!rights.isAdministrator() || isKnown(id, kind)) {
      return;
    }
    boolean kept =
        storage.write(
            transaction -> {
              OnboardingStore store = new OnboardingStore(transaction);
              if (store.all(KIND).size() >= MAX_WAITING) {
                return false;
              }
              store.put(KIND, id, new Stored(kind, clock.instant(), entry).encode());
              if (kind == Kind.LATE_CLAIM) {
                transaction
                    .audit()
                    .append(AuditEvent.of(AuditEvent.Kind.CLAIM_LATE, Map.of("claim", id.toHex())));
              }
              return true;
            });
    if (kept) {
      changed.run();
    } else {
      log.warn("A request is not kept: {} wait already", MAX_WAITING);
    }
  }

  private boolean isKnown(Bytes id, Kind kind) throws StorageException {
    return storage.read(
        transaction -> {
          OnboardingStore store = new OnboardingStore(transaction);
          return store.find(DECLINED, id).isPresent()
              || store.find(KIND, id).map(Stored::decode).filter(s -> s.kind() == kind).isPresent();
        });
  }

  /** By id, the oldest first. */
  List<Map.Entry<Bytes, Stored>> all() throws StorageException {
    return storage
        .read(transaction -> new OnboardingStore(transaction).all(KIND))
        .entrySet()
        .stream()
        .map(entry -> Map.entry(Bytes.ofHex(entry.getKey()), Stored.decode(entry.getValue())))
        .sorted(Comparator.comparing(entry -> entry.getValue().firstSeen()))
        .toList();
  }

  Optional<Stored> find(Bytes id) throws StorageException {
    return storage
        .read(transaction -> new OnboardingStore(transaction).find(KIND, id))
        .map(Stored::decode);
  }

  static void remove(Transaction transaction, Bytes id) throws StorageException {
    new OnboardingStore(transaction).delete(KIND, id);
  }

  void decline(Bytes id) throws StorageException {
    storage.write(
        transaction -> {
          OnboardingStore store = new OnboardingStore(transaction);
          store.delete(KIND, id);
          store.put(DECLINED, id, Bytes.wrap(new byte[] {1}));
          transaction
              .audit()
              .append(
                  AuditEvent.of(AuditEvent.Kind.REQUEST_DECLINED, Map.of("request", id.toHex())));
          return true;
        });
    changed.run();
  }
}
