package org.conclave.onboarding.internal.ledger;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.Network;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.Sha256;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.conclave.proto.wire.v1.LedgerRequest;
import org.conclave.proto.wire.v1.LedgerResponse;
import org.conclave.proto.wire.v1.RangeDigest;

/**
 * One comparison with one peer, from the asking side: heads; if they differ, range by range what
 * either side lacks. Everything runs on the executor, one step at a time. It ends by itself, in a
 * bounded number of requests, whatever the peer answers.
 */
final class Reconciliation {
  private static final int MAX_REQUESTS = 1024;

  private final LedgerKeeper keeper;
  private final Network network;
  private final ConnectedPeer peer;
  private final Executor executor;
  private final Deque<Question> questions = new ArrayDeque<>();
  private final Deque<VerifiedEntry> wanted = new ArrayDeque<>();
  private int requests;
  private int received;
  private int sent;
  private int invalid;

  /** A range that differs. */
  private record Question(HashRange range, boolean split) {}

  /** How it ended: the heads as they were last seen, and what moved. */
  record Result(Bytes ours, Bytes theirs, int received, int sent, int invalid) {}

  Reconciliation(LedgerKeeper keeper, Network network, ConnectedPeer peer, Executor executor) {
    this.keeper = keeper;
    this.network = network;
    this.peer = peer;
    this.executor = executor;
  }

  /**
   * @param hopeless whether these two heads, ours and theirs, were compared before in vain
   */
  CompletionStage<Result> run(BiPredicate<Bytes, Bytes> hopeless) {
    Bytes ours = keeper.ledger().head();
    return ask(LedgerRequest.newBuilder())
        .thenComposeAsync(
            response -> {
              Bytes theirs = Octets.of(response.getHead());
              if (theirs.equals(ours) || hopeless.test(ours, theirs)) {
                return CompletableFuture.completedFuture(result(theirs));
              }
              return divide(HashRange.ALL, response);
            },
            executor);
  }

  private CompletionStage<Result> next(Bytes theirs) {
    if (requests >= MAX_REQUESTS) {
      return CompletableFuture.completedFuture(result(theirs));
    }
    if (!wanted.isEmpty()) {
      return ask(giving()).thenComposeAsync(r -> next(Octets.of(r.getHead())), executor);
    }
    Question question = questions.poll();
    if (question == null) {
      return CompletableFuture.completedFuture(result(theirs));
    }
    HashRange range = question.range();
    return question.split()
        ? ask(bounded(range).setSplit(true))
            .thenComposeAsync(response -> divide(range, response), executor)
        : ask(about(range)).thenComposeAsync(response -> take(range, response), executor);
  }

  /** Goes on with those parts of a range that differ. */
  private CompletionStage<Result> divide(HashRange range, LedgerResponse response) {
    try {
      Bytes first = range.first();
      for (RangeDigest part : LedgerFrames.ranges(response)) {
        HashRange within = new HashRange(first, LedgerFrames.hash(part.getLast()));
        if (!range.contains(within.last()) || within.last().compareTo(first) < 0) {
          throw InvalidStatementException.malformed("the parts of a range are out of order");
        }
        List<Bytes> ours = keeper.ledger().hashes(within.first(), within.last());
        if (!Sha256.of(ours).equals(Octets.of(part.getDigest()))) {
          boolean split = Math.max(ours.size(), part.getCount()) > LedgerFrames.LISTED;
          // A part that is the whole again would be divided for ever.
          questions.add(new Question(within, split && !within.equals(range)));
        }
        if (within.last().equals(range.last())) {
          break;
        }
        first = HashRange.after(within.last());
      }
      return next(Octets.of(response.getHead()));
    } catch (InvalidStatementException malformed) {
      return CompletableFuture.failedFuture(malformed);
    }
  }

  private CompletionStage<Result> take(HashRange range, LedgerResponse response) {
    try {
      LedgerKeeper.Absorption offered =
          keeper.verify(LedgerFrames.entries(response.getMissingList()));
      int added = keeper.absorb(offered.added()).size();
      received += added;
      invalid += offered.invalid();
      for (Bytes hash : Set.copyOf(LedgerFrames.hashes(response.getWantedList()))) {
        keeper.ledger().find(hash).filter(entry -> range.contains(hash)).ifPresent(this::give);
      }
      if (response.getMore() && added > 0) {
        questions.addFirst(new Question(range, false));
      }
      return next(Octets.of(response.getHead()));
    } catch (InvalidStatementException | StorageException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** Records go last: without what gives them a place the peer cannot keep them. */
  private void give(VerifiedEntry entry) {
    if (entry instanceof VerifiedRecord) {
      wanted.addLast(entry);
    } else {
      wanted.addFirst(entry);
    }
  }

  private static LedgerRequest.Builder bounded(HashRange range) {
    return LedgerRequest.newBuilder()
        .setFirst(Octets.toProto(range.first()))
        .setLast(Octets.toProto(range.last()));
  }

  private LedgerRequest.Builder about(HashRange range) {
    LedgerRequest.Builder request = bounded(range);
    List<Bytes> held = keeper.ledger().hashes(range.first(), range.last());
    // Others may have grown the range meanwhile; what is left out is compared the next time.
    held.stream()
        .limit(LedgerFrames.MAX_HASHES)
        .forEach(hash -> request.addHashes(Octets.toProto(hash)));
    if (held.size() > LedgerFrames.MAX_HASHES) {
      request.setLast(request.getHashes(LedgerFrames.MAX_HASHES - 1));
    }
    return request;
  }

  private LedgerRequest.Builder giving() {
    LedgerRequest.Builder request = LedgerRequest.newBuilder();
    int bytes = 0;
    while (!wanted.isEmpty() && request.getEntriesCount() < LedgerFrames.MAX_ENTRIES) {
      bytes += wanted.element().bytes().size();
      if (bytes > LedgerFrames.MAX_ENTRY_BYTES) {
        break;
      }
      request.addEntries(wanted.remove().source().entry());
      sent++;
    }
    return request;
  }

  private CompletionStage<LedgerResponse> ask(LedgerRequest.Builder request) {
    requests++;
    ByteString head = Octets.toProto(keeper.ledger().head());
    Bytes frame = Bytes.wrap(request.setHead(head).build().toByteArray());
    return network
        .request(peer.user(), LedgerFrames.PROTOCOL, frame)
        .thenApply(
            response -> {
              try {
                return LedgerFrames.response(response);
              } catch (InvalidStatementException malformed) {
                throw new CompletionException(malformed);
              }
            });
  }

  private Result result(Bytes theirs) {
    return new Result(keeper.ledger().head(), theirs, received, sent, invalid);
  }
}
