package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.conclave.mls.ExternalCommitResult;
import org.conclave.mls.GroupInfoExported;
import org.conclave.mls.GroupInfoResult;
import org.conclave.mls.MlsEngine;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.proto.engine.v1.ExportGroupInfoRequest;
import org.conclave.proto.engine.v1.ExportGroupInfoResponse;
import org.conclave.proto.engine.v1.ExternalCommitCreated;
import org.conclave.proto.engine.v1.ExternalCommitRequest;
import org.conclave.proto.engine.v1.ExternalCommitResponse;
import org.conclave.proto.engine.v1.NeedTree;
import org.conclave.proto.engine.v1.PastEpoch;

/** Both ends of joining without a Welcome. Thread-safe. */
final class ExternalJoinCalls {
  private final MlsEngine mls;
  private final SecureRandom random;
  private final TreeCache trees;

  ExternalJoinCalls(MlsEngine mls, SecureRandom random, TreeCache trees) {
    this.mls = mls;
    this.random = random;
    this.trees = trees;
  }

  ExportGroupInfoResponse exportGroupInfo(ExportGroupInfoRequest request) {
    ExportGroupInfoResponse.Builder answer = ExportGroupInfoResponse.newBuilder();
    ByteString treeHash = request.getState().getTreeHash();
    Optional<RatchetTree> tree = trees.resolve(treeHash, Inputs.tree(request.getState()));
    if (tree.isEmpty()) {
      return answer.setNeedTree(NeedTree.newBuilder().setTreeHash(treeHash)).build();
    }
    GroupInfoResult result =
        mls.exportGroupInfo(
            Inputs.state(request.getState()),
            tree.get(),
            Inputs.signer(request.getSigner()),
            !request.getWithoutTree());
    if (result instanceof GroupInfoExported exported) {
      answer.setGroupInfo(Outputs.bytes(exported.groupInfo()));
    } else if (result instanceof org.conclave.mls.Rejected rejected) {
      answer.setRejected(Outputs.rejected(rejected));
    }
    return answer.build();
  }

  ExternalCommitResponse externalCommit(ExternalCommitRequest request) {
    ExternalCommitResult result =
        mls.externalCommit(
            new org.conclave.mls.ExternalCommitRequest(
                request.getGroupInfo().toByteArray(),
                request.getRatchetTree().isEmpty() ? null : request.getRatchetTree().toByteArray(),
                Inputs.signer(request.getSigner()),
                Inputs.extensionTypes(request.getExtensionTypesList()),
                request.getReplaceFormerSelf(),
                psks(request),
                request.getAuthenticatedData().toByteArray()),
            random,
            request.getNow());
    ExternalCommitResponse.Builder answer = ExternalCommitResponse.newBuilder();
    if (result instanceof org.conclave.mls.ExternalCommitCreated created) {
      trees.add(created.state().tree());
      answer.setCreated(
          ExternalCommitCreated.newBuilder()
              .setCommit(Outputs.bytes(created.commit()))
              .setState(Outputs.newState(created.state())));
    } else if (result instanceof org.conclave.mls.Rejected rejected) {
      answer.setRejected(Outputs.rejected(rejected));
    }
    return answer.build();
  }

  private List<Psk> psks(ExternalCommitRequest request) {
    List<Psk> psks = new ArrayList<>(Inputs.externalPsks(request.getExternalPsksList()));
    for (PastEpoch past : request.getResumptionEpochsList()) {
      psks.add(mls.resumptionPsk(past.getEpoch().toByteArray(), past.getSecrets().toByteArray()));
    }
    return psks;
  }
}
