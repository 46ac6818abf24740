package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.conclave.proto.engine.v1.BackupCost;
import org.conclave.proto.engine.v1.CommitCreated;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CreateGroupRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageResponse;
import org.conclave.proto.engine.v1.EncryptMessageRequest;
import org.conclave.proto.engine.v1.EngineGrpc;
import org.conclave.proto.engine.v1.ExportIdentityRequest;
import org.conclave.proto.engine.v1.Extension;
import org.conclave.proto.engine.v1.ImportIdentityRequest;
import org.conclave.proto.engine.v1.InspectKeyPackageRequest;
import org.conclave.proto.engine.v1.JoinGroupRequest;
import org.conclave.proto.engine.v1.KeyPackagePrivate;
import org.conclave.proto.engine.v1.PeekSendersRequest;
import org.conclave.proto.engine.v1.PreSharedKey;
import org.conclave.proto.engine.v1.ProcessMessageRequest;
import org.junit.jupiter.api.Test;

/**
 * Plants a canary in every byte string of every call, secrets and what peers sent alike, and looks
 * for it in every status, in every rejection, and in all that a real engine process prints.
 */
final class CanaryTest {
  private static final ByteString CANARY =
      ByteString.copyFromUtf8("canary-0123456789-canary-0123456");

  /** The word as text, in hexadecimal, as numbers, and in the three alignments of base64. */
  private static final List<String> TRACES =
      List.of("canary", "63616e617279", "99, 97, 110, 97", "y2fuyxj5", "nhbmfye", "jyw5hcn");

  private final List<String> said = new ArrayList<>();
  private int calls;

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
        calls, said.size(), printed.length());
    assertThat(said.size()).isGreaterThan(100);
    for (String text : said) {
      assertHoldsNoTrace(text);
    }
    assertHoldsNoTrace(printed);
  }

  private void breakEveryCall(Connection connection) {
    Participant alice = new Participant("alice", connection::engine);
    Participant bob = new Participant("bob", connection::engine);
    alice.found(ByteString.copyFrom(new byte[32]));
    CreateKeyPackageResponse bobs = bob.createKeyPackage();
    CommitRequest.Builder adding =
        CommitRequest.newBuilder().addAddKeyPackages(bobs.getKeyPackage());
    CommitRequest commit =
        adding
            .clone()
            .setState(alice.wholeState())
            .setSigner(alice.signer())
            .setNow(Participant.now())
            .addExternalPsks(psk())
            .setReplaceExtensions(true)
            .addGroupContextExtensions(extension())
            .setAuthenticatedData(CANARY)
            .build();
    CommitCreated added = alice.commit(adding);
    alice.go(added.getState());
    JoinGroupRequest join =
        JoinGroupRequest.newBuilder()
            .setWelcome(added.getWelcome())
            .setSigner(bob.signer())
            .addKeyPackages(
                KeyPackagePrivate.newBuilder()
                    .setKeyPackage(bobs.getKeyPackage())
                    .setPrivatePart(bobs.getPrivatePart()))
            .addExternalPsks(psk())
            .setNow(Participant.now())
            .build();
    bob.join(added.getWelcome(), bobs);
    EncryptMessageRequest encrypt =
        EncryptMessageRequest.newBuilder()
            .setState(alice.wholeState())
            .setSigner(alice.signer())
            .setContent(CANARY)
            .setAuthenticatedData(CANARY)
            .build();
    ByteString message = alice.encrypt(CANARY.toStringUtf8());
    ByteString nextCommit = alice.commit(CommitRequest.newBuilder().setUpdate(true)).getCommit();
    breakIt(connection, EngineGrpc.getCommitMethod(), commit);
    breakIt(connection, EngineGrpc.getJoinGroupMethod(), join);
    breakIt(connection, EngineGrpc.getEncryptMessageMethod(), encrypt);
    for (ByteString received : List.of(message, nextCommit)) {
      breakIt(
          connection,
          EngineGrpc.getProcessMessageMethod(),
          ProcessMessageRequest.newBuilder()
              .setState(bob.wholeState())
              .setSigner(bob.signer())
              .setMessage(received)
              .addExternalPsks(psk())
              .build());
    }
    breakIt(
        connection,
        EngineGrpc.getPeekSendersMethod(),
        PeekSendersRequest.newBuilder().setState(bob.wholeState()).addMessages(message).build());
    breakIt(
        connection,
        EngineGrpc.getCreateGroupMethod(),
        CreateGroupRequest.newBuilder()
            .setGroupId(CANARY)
            .setSigner(alice.signer())
            .setLifetime(Participant.lifetime())
            .addGroupContextExtensions(extension())
            .addExtensionTypes(0xF0C1)
            .build());
    breakIt(
        connection,
        EngineGrpc.getCreateKeyPackageMethod(),
        CreateKeyPackageRequest.newBuilder()
            .setSigner(alice.signer())
            .setLifetime(Participant.lifetime())
            .build());
    breakIt(
        connection,
        EngineGrpc.getInspectKeyPackageMethod(),
        InspectKeyPackageRequest.newBuilder()
            .setKeyPackage(bobs.getKeyPackage())
            .setNow(Participant.now())
            .build());
    breakBackups(connection);
  }

  private void breakBackups(Connection connection) {
    ExportIdentityRequest export =
        ExportIdentityRequest.newBuilder()
            .setPayload(CANARY)
            .setPassphrase(CANARY)
            .setCost(BackupCost.newBuilder().setMemoryKib(1024).setPasses(1).setLanes(1))
            .build();
    ByteString[] backup = {ByteString.EMPTY};
    connection
        .engine()
        .exportIdentity(export)
        .forEachRemaining(event -> backup[0] = event.getExported().getBackup());
    breakIt(connection, EngineGrpc.getExportIdentityMethod(), export);
    breakIt(
        connection,
        EngineGrpc.getImportIdentityMethod(),
        ImportIdentityRequest.newBuilder().setBackup(backup[0]).setPassphrase(CANARY).build());
  }

  @SuppressWarnings("unchecked") // a mutant is of the type of what it was made from
  private <Q extends Message, A extends Message> void breakIt(
      Connection connection, MethodDescriptor<Q, A> method, Q valid) {
    for (Message mutant : new Mutants(CANARY).of(valid)) {
      calls++;
      try {
        Iterator<A> answers =
            ClientCalls.blockingServerStreamingCall(
                connection.channel(),
                method,
                CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
                (Q) mutant);
        answers.forEachRemaining(this::hear);
      } catch (StatusRuntimeException e) {
        said.add(e.getStatus() + " " + e.getTrailers());
      }
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

  private static PreSharedKey psk() {
    return PreSharedKey.newBuilder().setId(CANARY).setSecret(CANARY).build();
  }

  private static Extension extension() {
    return Extension.newBuilder().setType(0xF0C1).setData(CANARY).build();
  }
}
