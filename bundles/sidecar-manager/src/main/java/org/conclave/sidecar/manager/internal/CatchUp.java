package org.conclave.sidecar.manager.internal;

import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.BatchOutcome;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.GroupStateView;
import org.conclave.api.engine.ProcessOutcome;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.Signer;
import org.conclave.proto.engine.v1.BatchDone;
import org.conclave.proto.engine.v1.BatchMessages;
import org.conclave.proto.engine.v1.BatchRows;
import org.conclave.proto.engine.v1.BatchStart;
import org.conclave.proto.engine.v1.BatchTree;
import org.conclave.proto.engine.v1.ProcessMessagesRequest;
import org.conclave.proto.engine.v1.ProcessMessagesResponse;

/** One batch of messages over one stream: sent in portions, questions answered in between. */
final class CatchUp {
  private static final int PORTION_MESSAGES = 256;
  private static final int PORTION_BYTES = 4 * 1024 * 1024;

  private final BlockingClientCall<ProcessMessagesRequest, ProcessMessagesResponse> call;
  private final StateExchange state;
  private final List<ProcessOutcome> outcomes = new ArrayList<>();
  private final Map<RowKey, Row> put = new LinkedHashMap<>();
  private final Set<RowKey> deleted = new LinkedHashSet<>();
  private Bytes pending;

  private CatchUp(
      BlockingClientCall<ProcessMessagesRequest, ProcessMessagesResponse> call,
      StateExchange state,
      Bytes pending) {
    this.call = call;
    this.state = state;
    this.pending = pending;
  }

  /** The conversation about {@code messages}. */
  static BatchOutcome over(
      BlockingClientCall<ProcessMessagesRequest, ProcessMessagesResponse> call,
      GroupStateView view,
      Signer signer,
      List<Bytes> messages,
      Instant now)
      throws StatusException, InterruptedException, EngineException {
    try (StateExchange state = new StateExchange(view);
        SigningMaterial signing = SigningMaterial.publicOnly(signer)) {
      CatchUp catchUp = new CatchUp(call, state, view.pending());
      call.write(
          ProcessMessagesRequest.newBuilder()
              .setStart(
                  BatchStart.newBuilder()
                      .setState(state.state())
                      .setNow(now.getEpochSecond())
                      .setSigner(signing.message()))
              .build());
      return catchUp.work(messages);
    }
  }

  private BatchOutcome work(List<Bytes> messages)
      throws StatusException, InterruptedException, EngineException {
    int next = 0;
    boolean ended = false;
    while (next < messages.size() && !ended) {
      BatchMessages.Builder portion = BatchMessages.newBuilder();
      long bytes = 0;
      while (next < messages.size()
          && portion.getMessagesCount() < PORTION_MESSAGES
          && (bytes == 0 || bytes + messages.get(next).size() <= PORTION_BYTES)) {
        bytes += messages.get(next).size();
        portion.addMessages(ToProto.bytes(messages.get(next++)));
      }
      call.write(ProcessMessagesRequest.newBuilder().setMessages(portion).build());
      ended = hear(next);
    }
    call.halfClose();
    return new BatchOutcome(
        outcomes, new RowChanges(List.copyOf(put.values()), List.copyOf(deleted)), pending);
  }

  /** The events of one portion; whether a commit has ended the batch. */
  private boolean hear(int sent) throws StatusException, InterruptedException, EngineException {
    while (true) {
      ProcessMessagesResponse event = call.read();
      if (event == null) {
        throw FromProto.unexpected("too few outcomes");
      }
      switch (event.getEventCase()) {
        case ANSWER -> outcomes.add(ProcessedMessage.outcome(event.getAnswer().getOutcome()));
        case NEED_TREE ->
            call.write(
                ProcessMessagesRequest.newBuilder()
                    .setTree(BatchTree.newBuilder().addAllSegments(state.tree()))
                    .build());
        case NEED_ROWS ->
            call.write(
                ProcessMessagesRequest.newBuilder()
                    .setRows(BatchRows.newBuilder().addAllRows(state.existing(event.getNeedRows())))
                    .build());
        case DONE -> {
          merge(event.getDone());
          if (outcomes.size() != sent && !event.getDone().getEnded()) {
            throw FromProto.unexpected("too few outcomes");
          }
          return event.getDone().getEnded();
        }
        case EVENT_NOT_SET -> throw FromProto.unexpected("no event");
      }
    }
  }

  private void merge(BatchDone done) throws EngineException {
    RowChanges changes = FromProto.rowChanges(done.getPutRowsList(), done.getDeleteRowsList());
    for (RowKey key : changes.delete()) {
      put.remove(key);
      deleted.add(key);
    }
    for (Row row : changes.put()) {
      deleted.remove(row.key());
      put.put(row.key(), row);
    }
    pending = FromProto.bytes(done.getPending());
  }
}
