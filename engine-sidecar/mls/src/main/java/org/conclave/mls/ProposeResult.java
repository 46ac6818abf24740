package org.conclave.mls;

/** What came of making a proposal. */
public sealed interface ProposeResult permits ProposalCreated, NeedRows, Rejected {}
