package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.conclave.proto.engine.v1.BatchDone;
import org.conclave.proto.engine.v1.BatchMessages;
import org.conclave.proto.engine.v1.BatchRows;
import org.conclave.proto.engine.v1.BatchStart;
import org.conclave.proto.engine.v1.BatchTree;
import org.conclave.proto.engine.v1.EngineGrpc;
import org.conclave.proto.engine.v1.GroupState;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.conclave.proto.engine.v1.ProcessMessagesRequest;
import org.conclave.proto.engine.v1.ProcessMessagesResponse;

/** A host's end of one batch. Counts what it is asked. */
final class BatchHost implements AutoCloseable {
  private final Participant reader;
  private final BlockingClientCall<ProcessMessagesRequest, ProcessMessagesResponse> call;
  final List<ProcessMessageResponse> outcomes = new ArrayList<>();
  int treeQuestions;
  int rowQuestions;

  private BatchHost(Connection connection, Participant reader) {
    this.reader = reader;
    call =
        ClientCalls.blockingBidiStreamingCall(
            connection.channel(),
            EngineGrpc.getProcessMessagesMethod(),
            CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS));
  }

  /** With nothing sent. */
  static BatchHost unopened(Connection connection, Participant reader) {
    return new BatchHost(connection, reader);
  }

  /** With the state sent, and neither rows nor tree. */
  static BatchHost open(Connection connection, Participant reader) throws Exception {
    BatchHost host = new BatchHost(connection, reader);
    host.start(reader.stateOnly());
    return host;
  }

  void start(GroupState.Builder state) throws Exception {
    send(
        ProcessMessagesRequest.newBuilder()
            .setStart(BatchStart.newBuilder().setState(state).setNow(Participant.now())));
  }

  void send(ProcessMessagesRequest.Builder frame) throws Exception {
    call.write(frame.build());
  }

  void send(List<ByteString> messages) throws Exception {
    send(
        ProcessMessagesRequest.newBuilder()
            .setMessages(BatchMessages.newBuilder().addAllMessages(messages)));
  }

  /** The next event, or null at the end of the stream. */
  ProcessMessagesResponse next() throws InterruptedException, StatusException {
    return call.read();
  }

  /** Sends {@code messages}, answers what is asked, and stores what they have consumed. */
  BatchDone process(List<ByteString> messages) throws Exception {
    send(messages);
    while (true) {
      ProcessMessagesResponse event = next();
      switch (event.getEventCase()) {
        case ANSWER -> {
          if (event.getAnswer().getIndex() != outcomes.size()) {
            throw new AssertionError("answers out of order");
          }
          outcomes.add(event.getAnswer().getOutcome());
        }
        case NEED_TREE -> {
          treeQuestions++;
          send(
              ProcessMessagesRequest.newBuilder()
                  .setTree(BatchTree.newBuilder().addAllSegments(reader.tree())));
        }
        case NEED_ROWS -> {
          rowQuestions++;
          send(
              ProcessMessagesRequest.newBuilder()
                  .setRows(
                      BatchRows.newBuilder()
                          .addAllRows(reader.existing(event.getNeedRows().getKeysList()))));
        }
        case DONE -> {
          reader.apply(event.getDone().getPutRowsList(), event.getDone().getDeleteRowsList());
          return event.getDone();
        }
        case EVENT_NOT_SET -> throw new AssertionError("an event without content");
      }
    }
  }

  void halfClose() {
    call.halfClose();
  }

  @Override
  public void close() {
    call.cancel("over", null);
  }
}
