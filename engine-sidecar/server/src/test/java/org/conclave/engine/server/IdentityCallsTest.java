package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.conclave.proto.engine.v1.BackupCost;
import org.conclave.proto.engine.v1.BackupRefused;
import org.conclave.proto.engine.v1.CreateIdentityRequest;
import org.conclave.proto.engine.v1.ExportIdentityRequest;
import org.conclave.proto.engine.v1.ExportIdentityResponse;
import org.conclave.proto.engine.v1.ImportIdentityRequest;
import org.conclave.proto.engine.v1.ImportIdentityResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An identity that leaves and comes back, over a real connection. */
final class IdentityCallsTest {
  private static final ByteString PAYLOAD = ByteString.copyFromUtf8("account key and the rest");
  private static final ByteString PASSPHRASE = ByteString.copyFromUtf8("a passphrase");
  private static final BackupCost SMALL = cost(1024, 1, 1);

  /** Seconds on any machine. */
  private static final BackupCost LONG = cost(64 * 1024, 16, 1);

  private final LaunchSecret secret = LaunchSecret.fresh(new SecureRandom());
  private final List<Integer> progress = new ArrayList<>();
  private EngineServer server;
  private Connection connection;

  @BeforeEach
  void start() throws IOException {
    server = EngineServer.start(0, secret, System.err);
    connection = Connection.to(server.port(), secret);
  }

  @AfterEach
  void stop() {
    connection.close();
    server.close();
  }

  @Test
  void identityComesBackAndProgressIsTold() {
    ByteString backup = export(SMALL);
    assertThat(progress).startsWith(0).endsWith(1_000).isSorted();
    progress.clear();
    assertThat(importIt(backup, PASSPHRASE).getImported().getPayload()).isEqualTo(PAYLOAD);
    assertThat(progress).startsWith(0).endsWith(1_000).isSorted();
  }

  @Test
  void longWorkIsToldOfOnTheWay() {
    export(LONG);
    assertThat(progress).hasSizeGreaterThan(3).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void fileThatIsNoneIsAnOrdinaryRefusal() {
    ByteString backup = export(SMALL);
    assertThat(refusal(ByteString.copyFromUtf8("nonsense"), PASSPHRASE))
        .isEqualTo(BackupRefused.Kind.NOT_A_BACKUP);
    assertThat(refusal(backup.substring(0, 20), PASSPHRASE)).isEqualTo(BackupRefused.Kind.CUT_OFF);
    assertThat(refusal(backup, ByteString.copyFromUtf8("another")))
        .isEqualTo(BackupRefused.Kind.WRONG_PASSPHRASE_OR_DAMAGED);
    byte[] absurd = backup.toByteArray();
    absurd[10] = 0x7f;
    assertThat(refusal(ByteString.copyFrom(absurd), PASSPHRASE))
        .isEqualTo(BackupRefused.Kind.COST_OUT_OF_BOUNDS);
  }

  @Test
  void absurdCostOfAnExportIsMisuse() {
    for (BackupCost absurd :
        List.of(cost(1024 * 1024 + 1, 1, 1), cost(1024, 17, 1), cost(1024, 1, 0), cost(8, 1, 1))) {
      assertStatus(Status.Code.INVALID_ARGUMENT, () -> export(absurd));
    }
    assertStatus(
        Status.Code.INVALID_ARGUMENT,
        () ->
            connection
                .engine()
                .exportIdentity(ExportIdentityRequest.newBuilder().setPayload(PAYLOAD).build())
                .next());
    assertThat(progress).isEmpty();
  }

  @Test
  void cancelledWorkIsHeardOfNoMoreAndHoldsUpNothingElse() {
    Iterator<ExportIdentityResponse> events =
        connection
            .engine()
            .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
            .exportIdentity(request(LONG));
    assertThat(events.next().getProgress().getPerMille()).isZero();
    assertThat(
            connection
                .engine()
                .createIdentity(CreateIdentityRequest.newBuilder().setCipherSuite(1).build())
                .getSignatureKey())
        .isNotEmpty();
    assertStatus(
        Status.Code.DEADLINE_EXCEEDED,
        () -> events.forEachRemaining(event -> assertThat(event.hasExported()).isFalse()));
    assertThat(export(SMALL)).isNotEmpty();
  }

  private ByteString export(BackupCost cost) {
    ByteString backup = ByteString.EMPTY;
    Iterator<ExportIdentityResponse> events = connection.engine().exportIdentity(request(cost));
    while (events.hasNext()) {
      ExportIdentityResponse event = events.next();
      if (event.hasProgress()) {
        progress.add(event.getProgress().getPerMille());
      } else {
        backup = event.getExported().getBackup();
      }
    }
    return backup;
  }

  private ImportIdentityResponse importIt(ByteString backup, ByteString passphrase) {
    ImportIdentityResponse last = ImportIdentityResponse.getDefaultInstance();
    Iterator<ImportIdentityResponse> events =
        connection
            .engine()
            .importIdentity(
                ImportIdentityRequest.newBuilder()
                    .setBackup(backup)
                    .setPassphrase(passphrase)
                    .build());
    while (events.hasNext()) {
      last = events.next();
      if (last.hasProgress()) {
        progress.add(last.getProgress().getPerMille());
      }
    }
    return last;
  }

  private BackupRefused.Kind refusal(ByteString backup, ByteString passphrase) {
    return importIt(backup, passphrase).getRefused().getKind();
  }

  private static ExportIdentityRequest request(BackupCost cost) {
    return ExportIdentityRequest.newBuilder()
        .setPayload(PAYLOAD)
        .setPassphrase(PASSPHRASE)
        .setCost(cost)
        .build();
  }

  private static BackupCost cost(int memoryKib, int passes, int lanes) {
    return BackupCost.newBuilder()
        .setMemoryKib(memoryKib)
        .setPasses(passes)
        .setLanes(lanes)
        .build();
  }

  private static void assertStatus(Status.Code expected, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure -> assertThat(failure.getStatus().getCode()).isEqualTo(expected));
  }
}
