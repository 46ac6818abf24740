package org.conclave.mls;

/**
 * A proposal from outside a group.
 *
 * @param message an MLSMessage, public: whoever carries it can read it
 */
public record ExternalProposalCreated(byte[] message) implements ExternalProposalResult {}
