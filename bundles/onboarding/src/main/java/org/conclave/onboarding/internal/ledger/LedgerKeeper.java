package org.conclave.onboarding.internal.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.statement.EntryReader;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ledger in memory and on the disk the same. Every entry is verified before it is stored,
 * and stored before it has any effect. Thread-safe; what stores may block on the disk. A failure of
 * the disk leaves both as they were.
 */
public final class LedgerKeeper {
  private static final Logger log = LoggerFactory.getLogger(LedgerKeeper.class);
  private static final int REMEMBERED_REFUSALS = 4096;

  private final Storage storage;
  private final EntryReader reader;
  private final AuditTrail audit;
  private final Consumer<List<VerifiedEntry>> afterCommit;
  private final Ledger ledger;
  private final OrphanRecords orphans = new OrphanRecords();
  private final ReentrantLock writer = new ReentrantLock();
  private final Set<Bytes> refused = recent(REMEMBERED_REFUSALS);
  private final Set<Bytes> needless = recent(REMEMBERED_REFUSALS);
  private final AtomicLong invalid = new AtomicLong();

  /**
   * @param audit records what is new, within the transaction
   * @param afterCommit is told what was added, in the order of the commits and on the thread of the
   *     commit: it must only hand it on
   */
  public LedgerKeeper(
      Storage storage,
      EntryReader reader,
      AuditTrail audit,
      Consumer<List<VerifiedEntry>> afterCommit) {
    this.storage = storage;
    this.reader = reader;
    this.audit = audit;
    this.ledger = new Ledger(reader.keys());
    this.afterCommit = afterCommit;
  }

  /** Records in the audit log what a change of the ledger means. */
  @FunctionalInterface
  public interface AuditTrail {
    void record(Transaction transaction, Ledger before, Ledger.Staged change)
        throws StorageException;
  }

  /** What entries from a peer came to. */
  public record Absorption(List<VerifiedEntry> added, int invalid) {}

  /** Something to decide and to do while nobody else changes the ledger. */
  @FunctionalInterface
  public interface Decision<T, X extends Exception> {
    T on(Ledger ledger) throws StorageException, X;
  }

  public Ledger ledger() {
    return ledger;
  }

  public EntryReader reader() {
    return reader;
  }

  /** Entries that were refused since the start. */
  public long invalidEntries() {
    return invalid.get();
  }

  /** Reads what is on the disk. An entry of a version that this one cannot read has no effect. */
  public void load() throws StorageException {
    List<Bytes> stored = storage.read(transaction -> transaction.ledger().entries());
    writer.lock();
    try {
      List<VerifiedEntry> entries = new ArrayList<>(stored.size());
      for (Bytes bytes : stored) {
        try {
          entries.add(reader.reread(UnverifiedEntry.parse(bytes)));
        } catch (InvalidStatementException unknown) {
          log.warn("A stored statement is left out: {}", unknown.getMessage());
        }
      }
      ledger.merge(ledger.stage(entries));
    } finally {
      writer.unlock();
    }
  }

  /** Runs {@code decision} while no entry is added by anybody else. */
  public <T, X extends Exception> T decide(Decision<T, X> decision) throws StorageException, X {
    writer.lock();
    try {
      return decision.on(ledger);
    } finally {
      writer.unlock();
    }
  }

  /** Reads what only the writer may. */
  public <T> T decideQuietly(Function<Ledger, T> reading) {
    writer.lock();
    try {
      return reading.apply(ledger);
    } finally {
      writer.unlock();
    }
  }

  /**
   * Stores and merges what {@link Ledger#stage} worked out within the same decision.
   *
   * @throws IllegalStateException outside of {@link #decide}
   */
  public void commit(Ledger.Staged staged) throws StorageException {
    commit(staged, transaction -> {});
  }

  /** What belongs into the transaction of a commit. */
  @FunctionalInterface
  public interface Alongside {
    void in(Transaction transaction) throws StorageException;
  }

  /**
   * As {@link #commit(Ledger.Staged)}, with more in the same transaction. Nothing of it happens
   * where nothing is fresh.
   */
  public void commit(Ledger.Staged staged, Alongside alongside) throws StorageException {
    if (!writer.isHeldByCurrentThread()) {
      throw new IllegalStateException("a commit belongs to a decision");
    }
    orphans.keep(staged.orphans());
    if (staged.fresh().isEmpty()) {
      return;
    }
    storage.write(
        transaction -> {
          store(transaction, staged);
          audit.record(transaction, ledger, staged);
          alongside.in(transaction);
          return staged.fresh().size();
        });
    ledger.merge(staged);
    for (VerifiedEntry rival : staged.conflicts()) {
      log.warn(
          "Conflict: two statements at one place, a {}; both are kept as evidence",
          rival.slot().getClass().getSimpleName());
    }
    afterCommit.accept(List.copyOf(staged.fresh()));
  }

  private static void store(Transaction transaction, Ledger.Staged staged) throws StorageException {
    for (VerifiedEntry entry : staged.fresh()) {
      VerifiedEntry needless = staged.superseded().get(entry);
      boolean replaced =
          needless != null
              && transaction.ledger().replace(needless.hash(), entry.hash(), entry.bytes());
      if (!replaced) {
        transaction.ledger().add(entry.hash(), entry.bytes());
      }
    }
  }

  /**
   * Verifies what a peer sent, without keeping it: known entries are passed over, and so are those
   * that were refused before.
   *
   * @return the valid ones that are new, and how many were invalid
   */
  public Absorption verify(Collection<UnverifiedEntry> entries) {
    List<VerifiedEntry> verified = new ArrayList<>();
    int bad = 0;
    for (UnverifiedEntry entry : entries) {
      if (ledger.holds(entry.hash()) || needless.contains(entry.hash())) {
        continue;
      }
      if (refused.contains(entry.hash())) {
        bad++;
        continue;
      }
      try {
        verified.add(reader.verify(entry));
      } catch (InvalidStatementException broken) {
        refused.add(entry.hash());
        invalid.incrementAndGet();
        // A newer version's statements are no fault of the peer that passes them on.
        bad += broken.fault() == Fault.UNSUPPORTED ? 0 : 1;
        log.debug("A statement from a peer was dropped: {}", broken.getMessage());
      }
    }
    return new Absorption(verified, bad);
  }

  /** Stores verified entries from a peer and returns those that were new. */
  public List<VerifiedEntry> absorb(List<VerifiedEntry> verified) throws StorageException {
    return decide(
        now -> {
          Ledger.Staged staged = now.stage(verified);
          commit(staged);
          rememberLeftOut(verified, staged);
          List<VerifiedEntry> added = new ArrayList<>(staged.fresh());
          Ledger.Staged released = now.stage(orphans.claim(now::hasPlace));
          commit(released);
          added.addAll(released.fresh());
          return List.copyOf(added);
        });
  }

  /** Whether there is nothing to be gained from being sent this entry. */
  boolean isSettled(Bytes hash) {
    return ledger.holds(hash) || refused.contains(hash) || needless.contains(hash);
  }

  /**
   * An entry that a newer one makes needless, or for whose slot there is no room, is not asked for
   * again and again. It is valid all the same: whoever passes it on does nothing wrong.
   */
  private void rememberLeftOut(List<VerifiedEntry> entries, Ledger.Staged staged) {
    entries.stream()
        .filter(entry -> !ledger.holds(entry.hash()) && !staged.orphans().contains(entry))
        .forEach(entry -> needless.add(entry.hash()));
  }

  private static Set<Bytes> recent(int limit) {
    return Collections.synchronizedSet(
        Collections.newSetFromMap(
            new LinkedHashMap<>() {
              private static final long serialVersionUID = 1L;

              @Override
              protected boolean removeEldestEntry(Map.Entry<Bytes, Boolean> eldest) {
                return size() > limit;
              }
            }));
  }
}
