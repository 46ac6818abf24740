package org.conclave.sidecar.manager.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.Arrays;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.ImportOutcome;
import org.conclave.api.engine.ProgressListener;
import org.conclave.proto.engine.v1.BackupProgress;
import org.conclave.proto.engine.v1.BackupRefused;
import org.conclave.proto.engine.v1.EngineGrpc;
import org.conclave.proto.engine.v1.ExportIdentityRequest;
import org.conclave.proto.engine.v1.ExportIdentityResponse;
import org.conclave.proto.engine.v1.ImportIdentityRequest;
import org.conclave.proto.engine.v1.ImportIdentityResponse;

/** The calls that seal and open an identity. Thread-safe. */
final class BackupCalls {
  /** Argon2id with 1 GiB and 16 passes, on a slow machine that is busy. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final RepeatingCaller calls;

  BackupCalls(RepeatingCaller calls) {
    this.calls = calls;
  }

  Bytes export(SecretBytes payload, SecretBytes passphrase, ProgressListener listener)
      throws EngineException {
    byte[] payloadCopy = payload.toByteArray();
    byte[] passphraseCopy = passphrase.toByteArray();
    try {
      ExportIdentityRequest request =
          ExportIdentityRequest.newBuilder()
              .setPayload(wrap(payloadCopy))
              .setPassphrase(wrap(passphraseCopy))
              .build();
      Rising progress = new Rising(listener);
      return calls.follow(
          EngineGrpc.getExportIdentityMethod(), request, LIMIT, call -> exported(call, progress));
    } finally {
      Arrays.fill(payloadCopy, (byte) 0);
      Arrays.fill(passphraseCopy, (byte) 0);
    }
  }

  ImportOutcome importIdentity(Bytes backup, SecretBytes passphrase, ProgressListener listener)
      throws EngineException {
    byte[] passphraseCopy = passphrase.toByteArray();
    try {
      ImportIdentityRequest request =
          ImportIdentityRequest.newBuilder()
              .setBackup(ToProto.bytes(backup))
              .setPassphrase(wrap(passphraseCopy))
              .build();
      Rising progress = new Rising(listener);
      return calls.follow(
          EngineGrpc.getImportIdentityMethod(), request, LIMIT, call -> imported(call, progress));
    } finally {
      Arrays.fill(passphraseCopy, (byte) 0);
    }
  }

  private static Bytes exported(
      BlockingClientCall<ExportIdentityRequest, ExportIdentityResponse> call, Rising progress)
      throws StatusException, InterruptedException, EngineException {
    while (true) {
      ExportIdentityResponse event = call.read();
      if (event == null) {
        throw FromProto.unexpected("no outcome");
      }
      switch (event.getEventCase()) {
        case PROGRESS -> progress.to(event.getProgress());
        case EXPORTED -> {
          return FromProto.bytes(event.getExported().getBackup());
        }
        case EVENT_NOT_SET -> throw FromProto.unexpected("no event");
      }
    }
  }

  private static ImportOutcome imported(
      BlockingClientCall<ImportIdentityRequest, ImportIdentityResponse> call, Rising progress)
      throws StatusException, InterruptedException, EngineException {
    while (true) {
      ImportIdentityResponse event = call.read();
      if (event == null) {
        throw FromProto.unexpected("no outcome");
      }
      switch (event.getEventCase()) {
        case PROGRESS -> progress.to(event.getProgress());
        case IMPORTED -> {
          return new ImportOutcome.Imported(FromProto.secret(event.getImported().getPayload()));
        }
        case REFUSED -> {
          return refused(event.getRefused());
        }
        case EVENT_NOT_SET -> throw FromProto.unexpected("no event");
      }
    }
  }

  private static ImportOutcome refused(BackupRefused refused) throws EngineException {
    ImportOutcome.Reason reason =
        switch (refused.getKind()) {
          case NOT_A_BACKUP -> ImportOutcome.Reason.NOT_A_BACKUP;
          case CUT_OFF -> ImportOutcome.Reason.CUT_OFF;
          case UNKNOWN_VERSION -> ImportOutcome.Reason.UNKNOWN_VERSION;
          case COST_OUT_OF_BOUNDS -> ImportOutcome.Reason.COST_OUT_OF_BOUNDS;
          case TOO_LARGE -> ImportOutcome.Reason.TOO_LARGE;
          case NOT_ENOUGH_MEMORY -> ImportOutcome.Reason.NOT_ENOUGH_MEMORY;
          case WRONG_PASSPHRASE_OR_DAMAGED -> ImportOutcome.Reason.WRONG_PASSPHRASE_OR_DAMAGED;
          case KIND_UNSPECIFIED, UNRECOGNIZED ->
              throw FromProto.unexpected("a refusal of an unknown kind");
        };
    return new ImportOutcome.Refused(reason, refused.getDetail());
  }

  private static ByteString wrap(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  /** Progress that never goes back, even where the next engine begins anew. */
  private static final class Rising {
    private final ProgressListener listener;
    private int told = -1;

    Rising(ProgressListener listener) {
      this.listener = listener;
    }

    void to(BackupProgress progress) {
      if (progress.getPerMille() > told) {
        told = progress.getPerMille();
        listener.progressed(told);
      }
    }
  }
}
