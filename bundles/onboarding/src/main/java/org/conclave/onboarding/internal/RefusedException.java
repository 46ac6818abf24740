package org.conclave.onboarding.internal;

import org.conclave.api.organisation.Admission;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;

/** A peer is not admitted. The message is for this device's log. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Verdict verdict;

  /** A refusal that tells a stranger nothing. */
  RefusedException(String reason) {
    this(Verdict.REFUSED, reason);
  }

  RefusedException(Verdict verdict, String reason) {
    super(reason);
    this.verdict = verdict;
  }

  Admission.Refused admission() {
    return new Admission.Refused(verdict.getNumber(), String.valueOf(getMessage()));
  }

  /** Strangers cause these at will: a trace would only cost time. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
