package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.Optional;
import org.conclave.mls.ExternalProposalCreated;
import org.conclave.mls.ExternalProposalRequest;
import org.conclave.mls.ExternalProposalResult;
import org.conclave.mls.MlsEngine;
import org.conclave.mls.ProposalRequest;
import org.conclave.mls.ProposeResult;
import org.conclave.mls.Signer;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.proto.engine.v1.ExternalProposeRequest;
import org.conclave.proto.engine.v1.ExternalProposeResponse;
import org.conclave.proto.engine.v1.ExternalSenderProposal;
import org.conclave.proto.engine.v1.NeedTree;
import org.conclave.proto.engine.v1.ProposalCreated;
import org.conclave.proto.engine.v1.ProposeRequest;
import org.conclave.proto.engine.v1.ProposeResponse;

/** The calls of the contract that make proposals by themselves. Thread-safe. */
final class ProposalCalls {
  private final MlsEngine mls;
  private final SecureRandom random;
  private final TreeCache trees;

  ProposalCalls(MlsEngine mls, SecureRandom random, TreeCache trees) {
    this.mls = mls;
    this.random = random;
    this.trees = trees;
  }

  ProposeResponse propose(ProposeRequest request) {
    ProposeResponse.Builder answer = ProposeResponse.newBuilder();
    ByteString treeHash = request.getState().getTreeHash();
    Optional<RatchetTree> tree = trees.resolve(treeHash, Inputs.tree(request.getState()));
    if (tree.isEmpty()) {
      return answer.setNeedTree(NeedTree.newBuilder().setTreeHash(treeHash)).build();
    }
    ProposeResult result =
        mls.propose(
            Inputs.state(request.getState()),
            tree.get(),
            Inputs.signer(request.getSigner()),
            proposal(request),
            random,
            request.getNow());
    if (result instanceof org.conclave.mls.ProposalCreated created) {
      answer.setCreated(
          ProposalCreated.newBuilder()
              .setMessage(Outputs.bytes(created.message()))
              .setPending(Outputs.bytes(created.pending()))
              .addAllPutRows(Outputs.rows(created.rows().put()))
              .addAllDeleteRows(Outputs.rowKeys(created.rows().deleted())));
    } else if (result instanceof org.conclave.mls.NeedRows need) {
      answer.setNeedRows(Outputs.needRows(need));
    } else if (result instanceof org.conclave.mls.Rejected rejected) {
      answer.setRejected(Outputs.rejected(rejected));
    }
    return answer.build();
  }

  private static ProposalRequest proposal(ProposeRequest request) {
    ProposalRequest proposal = Inputs.proposal(request.getProposal());
    if (!request.hasSuccessor()) {
      return proposal;
    }
    if (!(proposal instanceof ProposalRequest.Update)) {
      throw new IllegalArgumentException("none but an Update brings a successor");
    }
    return new ProposalRequest.Update(Inputs.signer(request.getSuccessor()));
  }

  ExternalProposeResponse externalPropose(ExternalProposeRequest request) {
    ExternalProposeResponse.Builder answer = ExternalProposeResponse.newBuilder();
    ExternalProposalResult result = proposed(request);
    if (result instanceof ExternalProposalCreated created) {
      answer.setMessage(Outputs.bytes(created.message()));
    } else if (result instanceof org.conclave.mls.Rejected rejected) {
      answer.setRejected(Outputs.rejected(rejected));
    }
    return answer.build();
  }

  private ExternalProposalResult proposed(ExternalProposeRequest request) {
    byte[] groupId = request.getGroupId().toByteArray();
    Signer signer = Inputs.signer(request.getSigner());
    return switch (request.getProposerCase()) {
      case OWN_KEY_PACKAGE ->
          mls.proposeSelf(
              groupId,
              request.getEpoch(),
              signer,
              request.getOwnKeyPackage().toByteArray(),
              request.getNow());
      case SENDER -> {
        ExternalSenderProposal sender = request.getSender();
        yield mls.externalPropose(
            new ExternalProposalRequest(
                groupId,
                request.getEpoch(),
                signer,
                sender.getSenderIndex(),
                Inputs.proposal(sender.getProposal())),
            random,
            request.getNow());
      }
      case PROPOSER_NOT_SET -> throw new IllegalArgumentException("nobody proposes");
    };
  }
}
