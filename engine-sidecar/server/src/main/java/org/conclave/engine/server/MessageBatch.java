package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.conclave.mls.ApplicationMessage;
import org.conclave.mls.CommitApplied;
import org.conclave.mls.GroupState;
import org.conclave.mls.MlsEngine;
import org.conclave.mls.NeedRows;
import org.conclave.mls.PeekedSender;
import org.conclave.mls.ProcessResult;
import org.conclave.mls.ProposalStored;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.RowChanges;
import org.conclave.mls.schedule.RowKey;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeSegment;
import org.conclave.proto.engine.v1.BatchAnswer;
import org.conclave.proto.engine.v1.BatchDone;
import org.conclave.proto.engine.v1.BatchStart;
import org.conclave.proto.engine.v1.NeedTree;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.conclave.proto.engine.v1.ProcessMessagesRequest;
import org.conclave.proto.engine.v1.ProcessMessagesResponse;
import org.conclave.proto.engine.v1.Rejected;
import org.jspecify.annotations.Nullable;

/**
 * One batch of messages of one epoch: what its stream says, without the stream. Takes one frame
 * after the other and answers each with events; throws {@link IllegalArgumentException} for a frame
 * out of turn. Not thread-safe; holds secrets until it is wiped.
 */
final class MessageBatch {
  private final MlsEngine mls;
  private final MessageCalls answers;
  private final TreeCache trees;
  private final GroupState state;
  private final ByteString treeHash;
  private final List<Psk> psks;
  private final BatchRatchets ratchets;
  private byte[] pending;
  private @Nullable RatchetTree tree;
  private List<Waiting> waiting = List.of();
  private Set<RowKey> askedRows = Set.of();
  private boolean askedTree;
  private int answered;
  private boolean ended;

  /** A message, and the rows of which one is needed to open it; none if it needs none. */
  private record Waiting(byte[] message, List<RowKey> rows) {}

  MessageBatch(MlsEngine mls, MessageCalls answers, TreeCache trees, BatchStart start) {
    this.mls = mls;
    this.answers = answers;
    this.trees = trees;
    state = Inputs.state(start.getState());
    treeHash = start.getState().getTreeHash();
    psks = answers.psks(start.getExternalPsksList(), start.getKnownEpochsList());
    ratchets = new BatchRatchets(state.rows());
    pending = state.pending();
    tree = resolve(Inputs.tree(start.getState()));
  }

  /** Whether a commit was answered: no further frame is taken. */
  boolean isEnded() {
    return ended;
  }

  /**
   * @param gaveUp whether nobody waits any more; asked between two messages
   */
  void accept(
      ProcessMessagesRequest frame,
      Consumer<ProcessMessagesResponse> events,
      BooleanSupplier gaveUp) {
    switch (frame.getFrameCase()) {
      case MESSAGES -> take(frame.getMessages().getMessagesList());
      case TREE -> {
        requireTurn(askedTree);
        askedTree = false;
        tree = resolve(Inputs.segments(frame.getTree().getSegmentsList()));
        if (tree == null) {
          throw new IllegalArgumentException("no segment came where the tree was asked for");
        }
      }
      case ROWS -> {
        requireTurn(!askedRows.isEmpty());
        ratchets.supply(askedRows, Inputs.rows(frame.getRows().getRowsList()));
        askedRows = Set.of();
      }
      case START, FRAME_NOT_SET -> throw outOfTurn();
    }
    proceed(events, gaveUp);
  }

  /**
   * The rows, part S and the pre-shared keys are here no more. What is left is part P, which an
   * answer on its way may hold, and what the transport keeps of the host's frames.
   */
  void wipe() {
    ratchets.wipe();
    Arrays.fill(state.secrets(), (byte) 0);
    psks.forEach(psk -> psk.secret().wipe());
    waiting = List.of();
  }

  private void take(List<ByteString> messages) {
    requireTurn(waiting.isEmpty() && !ended);
    waiting = new ArrayList<>(messages.size());
    for (ByteString message : messages) {
      byte[] bytes = message.toByteArray();
      waiting.add(new Waiting(bytes, rowsFor(bytes)));
    }
  }

  /** Asks for what is missing, all at once, or works. */
  private void proceed(Consumer<ProcessMessagesResponse> events, BooleanSupplier gaveUp) {
    RatchetTree known = tree;
    if (known == null) {
      askedTree = true;
      events.accept(
          ProcessMessagesResponse.newBuilder()
              .setNeedTree(NeedTree.newBuilder().setTreeHash(treeHash))
              .build());
      return;
    }
    Set<RowKey> missing = new LinkedHashSet<>();
    waiting.forEach(message -> missing.addAll(ratchets.missing(message.rows())));
    if (!missing.isEmpty()) {
      askedRows = missing;
      events.accept(
          ProcessMessagesResponse.newBuilder()
              .setNeedRows(
                  org.conclave.proto.engine.v1.NeedRows.newBuilder()
                      .addAllKeys(Outputs.rowKeys(List.copyOf(missing))))
              .build());
      return;
    }
    for (Waiting next : waiting) {
      if (ended || gaveUp.getAsBoolean()) {
        break;
      }
      events.accept(answer(next, known));
    }
    waiting = List.of();
    events.accept(done());
  }

  private ProcessMessagesResponse answer(Waiting message, RatchetTree known) {
    GroupState now =
        new GroupState(state.epoch(), state.secrets(), ratchets.select(message.rows()), pending);
    ProcessResult result = mls.process(now, known, message.message(), psks);
    ProcessMessageResponse outcome =
        result instanceof NeedRows ? keyIsGone() : withoutRows(answers.outcome(result, treeHash));
    // Only now: what it replaces may stand in the outcome.
    ratchets.apply(consumed(result));
    if (result instanceof ProposalStored stored) {
      pending = stored.pending();
    }
    ended = result instanceof CommitApplied;
    return ProcessMessagesResponse.newBuilder()
        .setAnswer(BatchAnswer.newBuilder().setIndex(answered++).setOutcome(outcome))
        .build();
  }

  private ProcessMessagesResponse done() {
    RowChanges changes = ratchets.takeChanges();
    return ProcessMessagesResponse.newBuilder()
        .setDone(
            BatchDone.newBuilder()
                .setAnswered(answered)
                .setEnded(ended)
                .addAllPutRows(Outputs.rows(changes.put()))
                .addAllDeleteRows(Outputs.rowKeys(changes.deleted()))
                .setPending(Outputs.bytes(pending)))
        .build();
  }

  /** A message that cannot be peeked at is public, of another epoch, or broken: it takes no row. */
  private List<RowKey> rowsFor(byte[] message) {
    return mls.peekSender(state.epoch(), state.secrets(), message) instanceof PeekedSender sender
        ? sender.rows()
        : List.of();
  }

  private @Nullable RatchetTree resolve(List<TreeSegment> segments) {
    return trees.resolve(treeHash, segments).orElse(null);
  }

  private static RowChanges consumed(ProcessResult result) {
    if (result instanceof ApplicationMessage message) {
      return message.rows();
    } else if (result instanceof ProposalStored stored) {
      return stored.rows();
    } else if (result instanceof CommitApplied applied) {
      return applied.consumed();
    }
    return new RowChanges(List.of(), List.of());
  }

  private static ProcessMessageResponse withoutRows(ProcessMessageResponse outcome) {
    ProcessMessageResponse.Builder bare = outcome.toBuilder();
    switch (outcome.getOutcomeCase()) {
      case APPLICATION -> bare.getApplicationBuilder().clearPutRows().clearDeleteRows();
      case COMMIT -> bare.getCommitBuilder().clearPutRows().clearDeleteRows();
      case PROPOSAL -> bare.getProposalBuilder().clearPutRows().clearDeleteRows();
      default -> {
        return outcome;
      }
    }
    return bare.build();
  }

  /** The host has been asked, and has nothing from which the key could come. */
  private static ProcessMessageResponse keyIsGone() {
    return ProcessMessageResponse.newBuilder()
        .setRejected(
            Rejected.newBuilder()
                .setCode(Rejected.Code.REPLAYED)
                .setRule("RFC 9420 9.2")
                .setDetail("nothing is left from which the key could be derived"))
        .build();
  }

  private static void requireTurn(boolean turn) {
    if (!turn) {
      throw outOfTurn();
    }
  }

  private static IllegalArgumentException outOfTurn() {
    return new IllegalArgumentException("a frame out of turn");
  }
}
