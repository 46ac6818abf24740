package org.conclave.mls;

/** What came of a message. */
public sealed interface ProcessResult
    permits ApplicationMessage, CommitApplied, ProposalStored, NeedRows, WrongEpoch, Rejected {}
