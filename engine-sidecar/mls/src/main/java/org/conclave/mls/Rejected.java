package org.conclave.mls;

import org.conclave.mls.rule.Reason;
import org.conclave.mls.rule.RuleViolation;

/**
 * The input broke a rule; the state is unchanged. Holds no secret.
 *
 * @param rule for example {@code RFC 9420 12.4.2}
 * @param detail for a developer's log
 */
public record Rejected(Reason reason, String rule, String detail)
    implements InspectResult,
        CommitResult,
        JoinResult,
        ProtectResult,
        ProposeResult,
        ProcessResult,
        PeekResult,
        GroupInfoResult,
        ExternalCommitResult,
        ExternalProposalResult,
        SuccessorResult {

  static Rejected of(RuleViolation violation) {
    return new Rejected(violation.reason(), violation.rule(), violation.detail());
  }
}
