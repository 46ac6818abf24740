package org.conclave.engine.server;

import io.grpc.stub.StreamObserver;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.conclave.engine.backup.BackupCost;
import org.conclave.engine.backup.BackupRefusedException;
import org.conclave.engine.backup.DerivationCancelledException;
import org.conclave.engine.backup.DerivationWatch;
import org.conclave.engine.backup.HeapBudget;
import org.conclave.engine.backup.IdentityBackup;
import org.conclave.engine.backup.KeyDerivation;
import org.conclave.engine.backup.NotEnoughMemoryException;
import org.conclave.proto.engine.v1.BackupProgress;
import org.conclave.proto.engine.v1.BackupRefused;
import org.conclave.proto.engine.v1.ExportIdentityRequest;
import org.conclave.proto.engine.v1.ExportIdentityResponse;
import org.conclave.proto.engine.v1.IdentityExported;
import org.conclave.proto.engine.v1.IdentityImported;
import org.conclave.proto.engine.v1.ImportIdentityRequest;
import org.conclave.proto.engine.v1.ImportIdentityResponse;

/** The calls of the contract that seal and open an identity. Thread-safe. */
final class IdentityCalls {
  private final IdentityBackup backups;

  /**
   * @param heap asked before Argon2id takes its memory
   */
  IdentityCalls(HeapBudget heap, SecureRandom random) {
    this.backups = new IdentityBackup(new KeyDerivation(heap), random);
  }

  /** Events go to {@code events} from the calling thread; ending the call is the caller's. */
  void export(
      ExportIdentityRequest request,
      StreamObserver<ExportIdentityResponse> events,
      BooleanSupplier cancelled)
      throws NotEnoughMemoryException, DerivationCancelledException {
    byte[] payload = request.getPayload().toByteArray();
    byte[] passphrase = request.getPassphrase().toByteArray();
    try {
      byte[] backup =
          backups.seal(
              payload,
              passphrase,
              cost(request),
              new Watch(
                  cancelled,
                  progress ->
                      events.onNext(
                          ExportIdentityResponse.newBuilder().setProgress(progress).build())));
      events.onNext(
          ExportIdentityResponse.newBuilder()
              .setExported(IdentityExported.newBuilder().setBackup(Outputs.bytes(backup)))
              .build());
    } finally {
      Arrays.fill(payload, (byte) 0);
      Arrays.fill(passphrase, (byte) 0);
    }
  }

  /** As {@link #export}. */
  void importIdentity(
      ImportIdentityRequest request,
      StreamObserver<ImportIdentityResponse> events,
      BooleanSupplier cancelled)
      throws DerivationCancelledException {
    byte[] passphrase = request.getPassphrase().toByteArray();
    ImportIdentityResponse.Builder answer = ImportIdentityResponse.newBuilder();
    byte[] payload = new byte[0];
    try {
      payload =
          backups.open(
              request.getBackup().toByteArray(),
              passphrase,
              new Watch(
                  cancelled,
                  progress ->
                      events.onNext(
                          ImportIdentityResponse.newBuilder().setProgress(progress).build())));
      answer.setImported(IdentityImported.newBuilder().setPayload(Outputs.bytes(payload)));
      events.onNext(answer.build());
    } catch (BackupRefusedException e) {
      events.onNext(answer.setRefused(refused(e)).build());
    } finally {
      // The answer is on its way as a copy.
      Arrays.fill(payload, (byte) 0);
      Arrays.fill(passphrase, (byte) 0);
    }
  }

  private static BackupCost cost(ExportIdentityRequest request) {
    var cost = request.getCost();
    return request.hasCost()
        ? new BackupCost(cost.getMemoryKib(), cost.getPasses(), cost.getLanes())
        : BackupCost.STANDARD;
  }

  private static BackupRefused refused(BackupRefusedException refusal) {
    BackupRefused.Kind kind =
        switch (refusal.kind()) {
          case NOT_A_BACKUP -> BackupRefused.Kind.NOT_A_BACKUP;
          case CUT_OFF -> BackupRefused.Kind.CUT_OFF;
          case UNKNOWN_VERSION -> BackupRefused.Kind.UNKNOWN_VERSION;
          case COST_OUT_OF_BOUNDS -> BackupRefused.Kind.COST_OUT_OF_BOUNDS;
          case TOO_LARGE -> BackupRefused.Kind.TOO_LARGE;
          case NOT_ENOUGH_MEMORY -> BackupRefused.Kind.NOT_ENOUGH_MEMORY;
          case WRONG_PASSPHRASE_OR_DAMAGED -> BackupRefused.Kind.WRONG_PASSPHRASE_OR_DAMAGED;
        };
    return BackupRefused.newBuilder()
        .setKind(kind)
        .setDetail(String.valueOf(refusal.getMessage()))
        .build();
  }

  /** Tells progress as a message of the contract. */
  private record Watch(BooleanSupplier gaveUp, Consumer<BackupProgress> told)
      implements DerivationWatch {
    @Override
    public boolean cancelled() {
      return gaveUp.getAsBoolean();
    }

    @Override
    public void progressed(int perMille) {
      told.accept(BackupProgress.newBuilder().setPerMille(perMille).build());
    }
  }
}
