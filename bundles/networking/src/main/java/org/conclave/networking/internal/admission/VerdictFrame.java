package org.conclave.networking.internal.admission;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.Admission;
import org.conclave.proto.wire.v1.AdmissionVerdict;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;
import org.conclave.proto.wire.v1.LedgerEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verdicts to and from their frames, with at most four proofs of together 32 KiB. */
final class VerdictFrame {
  static final int MAXIMUM_PROOFS = 8;
  static final int MAXIMUM_PROOF_BYTES = 32 << 10;

  /** The proofs, and room for what is around them. */
  static final int MAXIMUM = MAXIMUM_PROOF_BYTES + 128;

  private static final Logger LOG = LoggerFactory.getLogger(VerdictFrame.class);

  private VerdictFrame() {}

  static byte[] admitted(Instant now) {
    return AdmissionVerdict.newBuilder()
        .setVerdict(Verdict.ADMITTED)
        .setNow(now.getEpochSecond())
        .build()
        .toByteArray();
  }

  /** Goes without its proofs where they are not within bounds: the verdict is what counts. */
  static byte[] refused(Admission.Refused refused, Instant now) {
    AdmissionVerdict.Builder verdict =
        AdmissionVerdict.newBuilder()
            .setVerdictValue(refused.verdict())
            .setNow(now.getEpochSecond());
    if (withinBounds(refused.proofs())) {
      try {
        for (Bytes proof : refused.proofs()) {
          verdict.addProofs(LedgerEntry.parseFrom(proof.asByteBuffer()));
        }
      } catch (InvalidProtocolBufferException e) {
        LOG.error("a proof is no entry of a ledger; the verdict goes without any", e);
        verdict.clearProofs();
      }
    } else {
      LOG.error("the proofs of a verdict are more than a peer takes; it goes without them");
    }
    return verdict.build().toByteArray();
  }

  /**
   * @throws InvalidProtocolBufferException if it is none, or its proofs are not within bounds
   */
  static AdmissionVerdict parse(byte[] frame) throws InvalidProtocolBufferException {
    AdmissionVerdict verdict = AdmissionVerdict.parseFrom(frame);
    if (!withinBounds(proofs(verdict))) {
      throw new InvalidProtocolBufferException("a verdict with too many proofs");
    }
    return verdict;
  }

  static List<Bytes> proofs(AdmissionVerdict verdict) {
    return verdict.getProofsList().stream().map(entry -> Bytes.wrap(entry.toByteArray())).toList();
  }

  private static boolean withinBounds(List<Bytes> proofs) {
    return proofs.size() <= MAXIMUM_PROOFS
        && proofs.stream().mapToInt(Bytes::size).sum() <= MAXIMUM_PROOF_BYTES;
  }
}
