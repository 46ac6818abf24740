package org.conclave.mls;

/** What came of making a proposal from outside a group. */
public sealed interface ExternalProposalResult permits ExternalProposalCreated, Rejected {}
