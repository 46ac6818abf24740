package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.conclave.proto.engine.v1.EngineGrpc;
import org.junit.jupiter.api.Test;

/**
 * Plants a canary in every byte string of every call, secrets and what peers sent alike, and looks
 * for it in every status, in every rejection, and in all that a real engine process prints, which
 * tells of no fault.
 */
final class CanaryTest {
  private static final ByteString CANARY =
      ByteString.copyFromUtf8("canary-0123456789-canary-0123456");

  /** The word as text, in hexadecimal, as numbers, and in the three alignments of base64. */
  private static final List<String> TRACES =
      List.of("canary", "63616e617279", "99, 97, 110, 97", "y2fuyxj5", "nhbmfye", "jyw5hcn");

  private final List<String> said = new ArrayList<>();
  private final List<CarryingCalls.Call> calls = new ArrayList<>();
  private int mutants;

  @Test
  void neitherErrorsNorLogsHoldWhatTheCallsCarry() throws Exception {
    String printed;
    try (ChildEngine engine = ChildEngine.ready();
        Connection connection = Connection.to(engine.port(), engine.secret())) {
      CompletableFuture<String> output =
          CompletableFuture.supplyAsync(
              () -> engine.output().lines().collect(Collectors.joining("\n")));
      breakEveryCall(connection);
      engine.process().getOutputStream().close();
      printed = output.get(20, TimeUnit.SECONDS);
    }
    System.out.printf(
        "canary: %d broken calls, %d errors, %d characters printed%n",
        mutants, said.size(), printed.length());
    assertThat(said.size()).isGreaterThan(500);
    for (String text : said) {
      assertHoldsNoTrace(text);
    }
    assertHoldsNoTrace(printed);
    assertThat(printed).as("faults of the engine").doesNotContain("Exception", "fault");
  }

  private void breakEveryCall(Connection connection) throws InterruptedException {
    Set<String> broken = new TreeSet<>();
    for (CarryingCalls.Call call : CarryingCalls.all(connection, CANARY)) {
      String method = call.method().getBareMethodName();
      answer(connection, call.method(), call.frames());
      assertThat(said).as("what the unbroken %s is refused with", method).isEmpty();
      broken.add(method);
      calls.add(call);
    }
    assertThat(broken).isEqualTo(methodsThatCarryBytes());
    for (CarryingCalls.Call call : calls) {
      for (int index = 0; index < call.frames().size(); index++) {
        for (Message mutant : new Mutants(CANARY).of(call.frames().get(index))) {
          List<Message> frames = new ArrayList<>(call.frames());
          frames.set(index, mutant);
          answer(connection, call.method(), frames);
          mutants++;
        }
      }
    }
  }

  /** So that a new call cannot be forgotten here. */
  private static Set<String> methodsThatCarryBytes() {
    Set<String> methods = new TreeSet<>();
    EngineGrpc.getServiceDescriptor()
        .getMethods()
        .forEach(method -> methods.add(method.getBareMethodName()));
    methods.removeAll(Set.of("Ping", "CreateIdentity"));
    return methods;
  }

  /** Makes a call and hears its answers, or why there are none. */
  @SuppressWarnings("unchecked") // the frames are of the method's type
  private <Q, A> void answer(
      Connection connection, MethodDescriptor<Q, A> method, List<Message> frames)
      throws InterruptedException {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    try {
      if (method.getType() == MethodDescriptor.MethodType.BIDI_STREAMING) {
        stream(
            ClientCalls.blockingBidiStreamingCall(connection.channel(), method, options), frames);
      } else {
        ClientCalls.blockingServerStreamingCall(
                connection.channel(), method, options, (Q) frames.get(0))
            .forEachRemaining(answer -> hear((Message) answer));
      }
    } catch (StatusRuntimeException e) {
      said.add(e.getStatus() + " " + e.getTrailers());
    } catch (StatusException e) {
      said.add(e.getStatus() + " " + e.getTrailers());
    }
  }

  @SuppressWarnings("unchecked")
  private <Q, A> void stream(BlockingClientCall<Q, A> call, List<Message> frames)
      throws StatusException, InterruptedException {
    for (Message frame : frames) {
      if (!call.write((Q) frame)) {
        break;
      }
    }
    call.halfClose();
    for (A answer = call.read(); answer != null; answer = call.read()) {
      hear((Message) answer);
    }
  }

  /** What an answer says of what it refused, however deep. */
  private void hear(Message answer) {
    answer
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (value instanceof Message inner) {
                String name = inner.getDescriptorForType().getName();
                if (name.equals("Rejected") || name.equals("BackupRefused")) {
                  said.add(texts(inner));
                } else {
                  hear(inner);
                }
              } else if (value instanceof List<?> elements) {
                elements.forEach(
                    element -> {
                      if (element instanceof Message inner) {
                        hear(inner);
                      }
                    });
              }
            });
  }

  private static String texts(Message refusal) {
    StringBuilder texts = new StringBuilder();
    refusal.getAllFields().forEach((FieldDescriptor field, Object value) -> texts.append(value));
    return texts.toString();
  }

  private static void assertHoldsNoTrace(String text) {
    String lower = text.toLowerCase(Locale.ROOT).replace("canarytest", "");
    for (String trace : TRACES) {
      assertThat(lower).doesNotContain(trace);
    }
  }
}
