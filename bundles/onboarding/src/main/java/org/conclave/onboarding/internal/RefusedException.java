package org.conclave.onboarding.internal;

import java.util.List;
import java.util.Optional;
import org.conclave.api.organisation.Admission;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;

/** A peer is not admitted. The message is for this device's log. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Verdict verdict;
  private final transient List<VerifiedEntry> proofs;

  /** A refusal that tells a stranger nothing. */
  RefusedException(String reason) {
    this(Verdict.REFUSED, reason);
  }

  RefusedException(Verdict verdict, String reason) {
    this(verdict, reason, List.of());
  }

  /** With what lets the peer see for itself that it is right. */
  RefusedException(Verdict verdict, String reason, List<? extends VerifiedEntry> proofs) {
    super(reason);
    this.verdict = verdict;
    this.proofs = List.copyOf(proofs);
  }

  RefusedException(Verdict verdict, String reason, Optional<? extends VerifiedEntry> proof) {
    this(verdict, reason, proof.stream().toList());
  }

  Admission.Refused admission() {
    return new Admission.Refused(
        verdict.getNumber(),
        String.valueOf(getMessage()),
        proofs.stream().map(VerifiedEntry::bytes).toList());
  }

  /** Strangers cause these at will: a trace would only cost time. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
