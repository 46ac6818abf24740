package org.conclave.networking.internal.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.Admission;
import org.conclave.proto.org.v1.Signed;
import org.conclave.proto.wire.v1.AdmissionVerdict;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;
import org.conclave.proto.wire.v1.LedgerEntry;
import org.junit.jupiter.api.Test;

final class VerdictFrameTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private static LedgerEntry entry(int size) {
    return LedgerEntry.newBuilder()
        .setStatement(Signed.newBuilder().setPayload(ByteString.copyFrom(new byte[size])))
        .build();
  }

  private static Bytes proof(int size) {
    return Bytes.wrap(entry(size).toByteArray());
  }

  private static AdmissionVerdict refused(List<Bytes> proofs)
      throws InvalidProtocolBufferException {
    return VerdictFrame.parse(
        VerdictFrame.refused(
            new Admission.Refused(Verdict.REVOKED_VALUE, "for the log", proofs), NOW));
  }

  @Test
  void proofsArriveAsTheyWere() throws Exception {
    List<Bytes> proofs = List.of(proof(1), proof(2_000), proof(30), proof(4));

    AdmissionVerdict verdict = refused(proofs);

    assertThat(verdict.getVerdict()).isEqualTo(Verdict.REVOKED);
    assertThat(verdict.getNow()).isEqualTo(NOW.getEpochSecond());
    assertThat(VerdictFrame.proofs(verdict)).isEqualTo(proofs);
  }

  @Test
  void largestProofsFitTheLargestFrame() throws Exception {
    int quarter = VerdictFrame.MAXIMUM_PROOF_BYTES / 4;
    int around = proof(quarter).size() - quarter;
    List<Bytes> proofs = Collections.nCopies(4, proof(quarter - around));
    Admission.Refused refused = new Admission.Refused(Verdict.WAITING_VALUE, "", proofs);

    byte[] frame = VerdictFrame.refused(refused, Instant.MAX);

    assertThat(frame).hasSizeLessThanOrEqualTo(VerdictFrame.MAXIMUM);
    assertThat(VerdictFrame.proofs(VerdictFrame.parse(frame))).isEqualTo(proofs);
  }

  @Test
  void verdictGoesWithoutProofsThatAreTooMany() throws Exception {
    assertThat(refused(Collections.nCopies(9, proof(1))).getProofsList()).isEmpty();
    assertThat(refused(List.of(proof(VerdictFrame.MAXIMUM_PROOF_BYTES))).getProofsList()).isEmpty();
  }

  @Test
  void verdictGoesWithoutProofsThatAreNone() throws Exception {
    Bytes none = Bytes.wrap(new byte[] {-1, -1, -1});

    assertThat(refused(List.of(proof(1), none)).getProofsList()).isEmpty();
  }

  @Test
  void verdictWithTooManyProofsIsNotTaken() {
    AdmissionVerdict many =
        AdmissionVerdict.newBuilder().addAllProofs(Collections.nCopies(9, entry(1))).build();
    AdmissionVerdict large =
        AdmissionVerdict.newBuilder().addProofs(entry(VerdictFrame.MAXIMUM_PROOF_BYTES)).build();

    assertThatThrownBy(() -> VerdictFrame.parse(many.toByteArray()))
        .isInstanceOf(InvalidProtocolBufferException.class);
    assertThatThrownBy(() -> VerdictFrame.parse(large.toByteArray()))
        .isInstanceOf(InvalidProtocolBufferException.class);
  }
}
