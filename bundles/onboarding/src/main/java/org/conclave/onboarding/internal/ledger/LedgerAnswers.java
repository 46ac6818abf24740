package org.conclave.onboarding.internal.ledger;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.RequestHandler;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.Sha256;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.proto.wire.v1.LedgerRequest;
import org.conclave.proto.wire.v1.LedgerResponse;
import org.conclave.proto.wire.v1.RangeDigest;

/** The answering side of {@code /conclave/ledger/1.0.0}. Keeps nothing between requests. */
public final class LedgerAnswers implements RequestHandler {
  private static final int MAX_WAITING = 64;

  private final LedgerKeeper keeper;
  private final Executor executor;
  private final Semaphore room = new Semaphore(MAX_WAITING);

  public LedgerAnswers(LedgerKeeper keeper, Executor executor) {
    this.keeper = keeper;
    this.executor = executor;
  }

  @Override
  public String protocol() {
    return LedgerFrames.PROTOCOL;
  }

  @Override
  public int maximumRequest() {
    return LedgerFrames.MAX_FRAME;
  }

  @Override
  public CompletionStage<Bytes> handle(ConnectedPeer from, Bytes request) {
    if (!room.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new RejectedExecutionException("too many ledger requests wait"));
    }
    try {
      return CompletableFuture.supplyAsync(() -> answer(request), executor)
          .whenComplete((response, failure) -> room.release());
    } catch (RejectedExecutionException stopping) {
      room.release();
      return CompletableFuture.failedFuture(stopping);
    }
  }

  private Bytes answer(Bytes frame) {
    try {
      LedgerRequest request = LedgerFrames.request(frame);
      LedgerKeeper.Absorption offered =
          keeper.verify(LedgerFrames.entries(request.getEntriesList()));
      keeper.absorb(offered.added());
      Ledger ledger = keeper.ledger();
      Bytes head = ledger.head();
      LedgerResponse.Builder response =
          LedgerResponse.newBuilder()
              .setHead(Octets.toProto(head))
              .setEqual(head.equals(Octets.of(request.getHead())));
      if (!request.getLast().isEmpty()) {
        HashRange range =
            new HashRange(
                LedgerFrames.hash(request.getFirst()), LedgerFrames.hash(request.getLast()));
        if (request.getSplit()) {
          divide(range, ledger, response);
        } else {
          compare(range, request, ledger, response);
        }
      } else if (!response.getEqual() && request.getEntriesCount() == 0) {
        divide(HashRange.ALL, ledger, response);
      }
      return Bytes.wrap(response.build().toByteArray());
    } catch (InvalidStatementException | StorageException failure) {
      throw new CompletionException(failure);
    }
  }

  private static void divide(HashRange range, Ledger ledger, LedgerResponse.Builder response) {
    List<Bytes> held = ledger.hashes(range.first(), range.last());
    for (HashRange part : range.divided(held, LedgerFrames.PARTS)) {
      List<Bytes> within = ledger.hashes(part.first(), part.last());
      response.addRanges(
          RangeDigest.newBuilder()
              .setLast(Octets.toProto(part.last()))
              .setDigest(Octets.toProto(Sha256.of(within)))
              .setCount(within.size()));
    }
  }

  private void compare(
      HashRange range, LedgerRequest request, Ledger ledger, LedgerResponse.Builder response)
      throws InvalidStatementException {
    List<Bytes> asked = LedgerFrames.hashes(request.getHashesList());
    for (Bytes hash : asked) {
      if (range.contains(hash) && !keeper.isSettled(hash)) {
        response.addWanted(Octets.toProto(hash));
      }
    }
    addMissing(missing(range, new HashSet<>(asked), ledger), response);
  }

  private static void addMissing(Stream<VerifiedEntry> missing, LedgerResponse.Builder response) {
    int bytes = 0;
    for (VerifiedEntry entry : (Iterable<VerifiedEntry>) missing::iterator) {
      bytes += entry.bytes().size();
      if (bytes > LedgerFrames.MAX_ENTRY_BYTES
          || response.getMissingCount() == LedgerFrames.MAX_ENTRIES) {
        response.setMore(true);
        return;
      }
      response.addMissing(entry.source().entry());
    }
  }

  /** In the order in which the asker can place them. */
  private static Stream<VerifiedEntry> missing(HashRange range, Set<Bytes> asked, Ledger ledger) {
    return ledger.hashes(range.first(), range.last()).stream()
        .filter(hash -> !asked.contains(hash))
        .map(ledger::find)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparingInt(Ledger::turn));
  }
}
