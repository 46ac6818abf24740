package org.conclave.mls;

/**
 * What a proposal by one of the group's external senders takes (RFC 9420 section 12.1.8).
 *
 * @param epoch in which the group will get it
 * @param senderIndex of the signer in the group's external_senders
 * @param proposal of any kind but an Update
 */
public record ExternalProposalRequest(
    byte[] groupId, long epoch, Signer signer, int senderIndex, ProposalRequest proposal) {}
