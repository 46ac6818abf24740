package org.conclave.benchmarks.mls;

import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.conclave.proto.engine.v1.CommitResponse;
import org.conclave.proto.engine.v1.EncryptMessageResponse;
import org.conclave.proto.engine.v1.EngineGrpc.EngineBlockingStub;
import org.conclave.proto.engine.v1.JoinGroupResponse;
import org.conclave.proto.engine.v1.ProcessMessageResponse;

/**
 * What one engine process moves and holds in a group of a size: bytes per call, and the largest
 * heap over adding everybody, joining, committing and processing.
 */
final class Footprint {
  private static final int HEAP_LIMIT = 256;
  private static final int STATE_LIMIT = 4 * 1024;
  private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");

  private final Table table;

  Footprint(Table table) {
    this.table = table;
  }

  void print(int size) throws IOException {
    Path log = Files.createTempFile("engine", ".gc");
    try {
      Requests requests = new Requests(OurGroup.of(size));
      try (EngineProcess engine =
          EngineProcess.start(
              List.of(
                  "-XX:+UseSerialGC",
                  "-Xmx" + (HEAP_LIMIT - 1) + "m",
                  "-XX:+ExitOnOutOfMemoryError",
                  "-Xlog:gc:file=" + log))) {
        printCalls(size, requests, engine.calls());
      }
      printHeap(size, Files.readString(log));
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private void printCalls(int size, Requests requests, EngineBlockingStub calls) {
    table.heading(Table.format("Bytes per call, N = %d (over gRPC)", size));
    CommitResponse added = calls.commit(requests.addAll());
    call("add all, with Welcome", requests.addAll(), added);
    JoinGroupResponse joined = calls.joinGroup(requests.join());
    call("join", requests.join(), joined);
    CommitResponse restarted = calls.commit(requests.commitWithTree());
    call("commit, the tree sent along", requests.commitWithTree(), restarted);
    CommitResponse committed = calls.commit(requests.commit());
    call("commit, warm tree", requests.commit(), committed);
    ProcessMessageResponse processed = calls.processMessage(requests.processCommit());
    call("process a commit, warm tree", requests.processCommit(), processed);
    EncryptMessageResponse sealed = calls.encryptMessage(requests.protect());
    call("protect 1 KiB", requests.protect(), sealed);
    ProcessMessageResponse opened = calls.processMessage(requests.unprotect());
    call("unprotect 1 KiB", requests.unprotect(), opened);
    state(
        "state moved to protect a message",
        requests.protect().getState().getSerializedSize()
            + sealed.getEncrypted().getSerializedSize()
            - sealed.getEncrypted().getMessage().size());
    state(
        "state moved to unprotect a message",
        requests.unprotect().getState().getSerializedSize()
            + opened.getApplication().getSerializedSize()
            - opened.getApplication().getContent().size());
  }

  private void call(String title, MessageLite request, MessageLite response) {
    table.line(
        Table.format(
            "%-46s %10d sent %10d received",
            title, request.getSerializedSize(), response.getSerializedSize()));
  }

  private void state(String title, int bytes) {
    table.judged(
        Table.format("%-46s %10d  <= %d", title, bytes, STATE_LIMIT), bytes <= STATE_LIMIT);
  }

  private void printHeap(int size, String log) {
    int most = 0;
    int live = 0;
    for (Matcher line = COLLECTION.matcher(log); line.find(); ) {
      most = Math.max(most, Integer.parseInt(line.group(1)));
      live = Math.max(live, Integer.parseInt(line.group(2)));
    }
    table.heading(Table.format("Heap of the engine over all those calls, N = %d (MiB)", size));
    table.line(Table.format("%-46s %10d", "largest after a collection", live));
    table.judged(
        Table.format("%-46s %10d  < %d", "largest before a collection", most, HEAP_LIMIT),
        most > 0 && most < HEAP_LIMIT);
  }
}
