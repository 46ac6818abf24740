package org.conclave.onboarding.internal.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.network.AnnouncementReceiver;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.proto.wire.v1.LedgerAnnouncement;
import org.conclave.proto.wire.v1.LedgerEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statements that peers publish on the organisation's topic. They are verified at once, for the
 * forwarder answers for them, and stored on onboarding's own thread. What finds no room there is
 * dropped: reconciliation brings it again.
 */
public final class LedgerGossip implements AnnouncementReceiver {
  private static final Logger log = LoggerFactory.getLogger(LedgerGossip.class);

  /** Entries of one announcement: an honest one is about one device or a few. */
  static final int MAX_ENTRIES = 64;

  private static final int MAX_SIZE = 256 * 1024;
  private static final int MAX_WAITING = 256;

  private final LedgerKeeper keeper;
  private final Executor executor;
  private final Semaphore room = new Semaphore(MAX_WAITING);

  public LedgerGossip(LedgerKeeper keeper, Executor executor) {
    this.keeper = keeper;
    this.executor = executor;
  }

  /** The frame that announces {@code entries}. */
  public static Bytes announcement(List<VerifiedEntry> entries) {
    LedgerAnnouncement.Builder announcement = LedgerAnnouncement.newBuilder();
    entries.forEach(entry -> announcement.addEntries(entry.source().entry()));
    return Bytes.wrap(announcement.build().toByteArray());
  }

  @Override
  public boolean receive(ConnectedPeer from, Bytes announcement) {
    try {
      List<UnverifiedEntry> entries = parse(announcement);
      LedgerKeeper.Absorption verified = keeper.verify(entries);
      if (!verified.added().isEmpty() && room.tryAcquire()) {
        store(verified.added());
      }
      return verified.invalid() == 0;
    } catch (InvalidStatementException malformed) {
      log.debug("An announcement was dropped: {}", malformed.getMessage());
      return false;
    }
  }

  private void store(List<VerifiedEntry> entries) {
    try {
      executor.execute(
          () -> {
            try {
              keeper.absorb(entries);
            } catch (StorageException failure) {
              log.warn("Announced statements could not be stored; peers are asked later", failure);
            } finally {
              room.release();
            }
          });
    } catch (RejectedExecutionException stopping) {
      room.release();
      log.debug("An announcement came while onboarding stops");
    }
  }

  private static List<UnverifiedEntry> parse(Bytes announcement) throws InvalidStatementException {
    if (announcement.size() > MAX_SIZE) {
      throw InvalidStatementException.malformed("the announcement is too large");
    }
    LedgerAnnouncement parsed;
    try {
      parsed = LedgerAnnouncement.parseFrom(announcement.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw InvalidStatementException.malformed("the announcement cannot be parsed");
    }
    if (parsed.getEntriesCount() > MAX_ENTRIES) {
      throw InvalidStatementException.malformed("the announcement has too many entries");
    }
    List<UnverifiedEntry> entries = new ArrayList<>(parsed.getEntriesCount());
    for (LedgerEntry entry : parsed.getEntriesList()) {
      entries.add(UnverifiedEntry.of(entry));
    }
    return entries;
  }
}
