package org.conclave.api.organisation;

/** What became of a peer that asked to be admitted. */
public sealed interface Admission {
  /** It may take part. */
  record Admitted(Member member) implements Admission {}

  /**
   * It may not.
   *
   * @param verdict what the peer is told: the number of conclave.wire.v1.AdmissionVerdict.Verdict;
   *     a stranger learns REFUSED only
   * @param reason for this device's log; names no secret
   */
  record Refused(int verdict, String reason) implements Admission {}
}
