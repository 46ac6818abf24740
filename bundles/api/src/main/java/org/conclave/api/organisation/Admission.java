package org.conclave.api.organisation;

import java.util.List;
import org.conclave.api.bytes.Bytes;

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
   * @param proofs exact bytes of conclave.wire.v1.LedgerEntry that the peer is given, by which it
   *     can see for itself that the verdict is right, or go on; not trusted by the one who gets
   *     them. At most 8, together at most 32 KiB
   */
  record Refused(int verdict, String reason, List<Bytes> proofs) implements Admission {
    public Refused {
      proofs = List.copyOf(proofs);
    }

    public Refused(int verdict, String reason) {
      this(verdict, reason, List.of());
    }
  }
}
