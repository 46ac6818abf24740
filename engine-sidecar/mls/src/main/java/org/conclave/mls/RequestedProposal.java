package org.conclave.mls;

import java.security.SecureRandom;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Capabilities;
import org.conclave.mls.tree.Extensions;
import org.jspecify.annotations.Nullable;

/** Proposals as callers ask for them, of all kinds that take no key of the proposer's own. */
final class RequestedProposal {
  private RequestedProposal() {}

  /** A group is not ended in favour of one that could not be begun. */
  static void requireOffered(@Nullable ProposalRequest request, OfferedSuites offered)
      throws RuleViolation {
    if (request instanceof ProposalRequest.ReInit reInit) {
      offered.require(reInit.cipherSuite());
    }
  }

  static Proposal of(
      ProposalRequest request, byte[] groupId, CipherSuite suite, SecureRandom random)
      throws RuleViolation {
    if (request instanceof ProposalRequest.Add add) {
      return new Proposal.Add(MlsMessage.decode(add.keyPackage(), KeyPackage.class));
    } else if (request instanceof ProposalRequest.Remove remove) {
      return new Proposal.Remove(remove.leaf());
    } else if (request instanceof ProposalRequest.ReplaceExtensions replace) {
      Extensions extensions = new Extensions(replace.extensions());
      extensions.requireDistinct();
      return new Proposal.GroupContextExtensions(extensions);
    } else if (request instanceof ProposalRequest.ExternalPsk psk) {
      byte[] nonce = suite.randomSecret(random).expose();
      return new Proposal.PreSharedKey(new PreSharedKeyId.External(psk.id(), nonce));
    } else if (request instanceof ProposalRequest.ResumptionPsk psk) {
      byte[] nonce = suite.randomSecret(random).expose();
      return new Proposal.PreSharedKey(
          new PreSharedKeyId.Resumption(
              PreSharedKeyId.Usage.APPLICATION, groupId, psk.epoch(), nonce));
    } else if (request instanceof ProposalRequest.ReInit reInit) {
      return of(reInit);
    }
    throw new IllegalArgumentException(
        "no proposal of this sender's for " + request.getClass().getSimpleName());
  }

  static Proposal.ReInit of(ProposalRequest.ReInit request) throws RuleViolation {
    CipherSuites.require(request.cipherSuite());
    Extensions extensions = new Extensions(request.extensions());
    extensions.requireDistinct();
    return new Proposal.ReInit(
        request.groupId(), Capabilities.MLS10, request.cipherSuite(), extensions);
  }
}
