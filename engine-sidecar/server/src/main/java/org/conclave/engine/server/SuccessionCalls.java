package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.conclave.mls.Groups;
import org.conclave.mls.Predecessor;
import org.conclave.mls.SuccessorRequest;
import org.conclave.mls.SuccessorResult;
import org.conclave.proto.engine.v1.BranchRequest;
import org.conclave.proto.engine.v1.GroupState;
import org.conclave.proto.engine.v1.Lifetime;
import org.conclave.proto.engine.v1.NeedTree;
import org.conclave.proto.engine.v1.ReInitRequest;
import org.conclave.proto.engine.v1.Signer;
import org.conclave.proto.engine.v1.SuccessorCreated;
import org.conclave.proto.engine.v1.SuccessorResponse;

/** The calls of the contract that set up a group which continues another. Thread-safe. */
final class SuccessionCalls {
  private final Groups mls;
  private final SecureRandom random;
  private final TreeCache trees;

  SuccessionCalls(Groups mls, SecureRandom random, TreeCache trees) {
    this.mls = mls;
    this.random = random;
    this.trees = trees;
  }

  SuccessorResponse reInit(ReInitRequest request) {
    Optional<Predecessor> old = predecessor(request.getState());
    if (old.isEmpty()) {
      return needTree(request.getState());
    }
    return answer(
        mls.reinitialise(
            successor(
                old.get(),
                request.getSigner(),
                request.getLifetime(),
                request.getExtensionTypesList(),
                request.getKeyPackagesList()),
            random,
            request.getNow()));
  }

  SuccessorResponse branch(BranchRequest request) {
    Optional<Predecessor> old = predecessor(request.getState());
    if (old.isEmpty()) {
      return needTree(request.getState());
    }
    return answer(
        mls.branch(
            successor(
                old.get(),
                request.getSigner(),
                request.getLifetime(),
                request.getExtensionTypesList(),
                request.getKeyPackagesList()),
            request.getGroupId().toByteArray(),
            Inputs.extensions(request.getGroupContextExtensionsList()),
            random,
            request.getNow()));
  }

  private static SuccessorRequest successor(
      Predecessor old,
      Signer signer,
      Lifetime lifetime,
      List<Integer> extensionTypes,
      List<ByteString> keyPackages) {
    return new SuccessorRequest(
        old,
        Inputs.signer(signer),
        Inputs.lifetime(lifetime),
        Inputs.extensionTypes(extensionTypes),
        Inputs.arrays(keyPackages),
        true);
  }

  private Optional<Predecessor> predecessor(GroupState state) {
    return trees
        .resolve(state.getTreeHash(), Inputs.tree(state))
        .map(
            tree ->
                new Predecessor(
                    state.getEpoch().toByteArray(), state.getSecrets().toByteArray(), tree));
  }

  private static SuccessorResponse needTree(GroupState state) {
    return SuccessorResponse.newBuilder()
        .setNeedTree(NeedTree.newBuilder().setTreeHash(state.getTreeHash()))
        .build();
  }

  private SuccessorResponse answer(SuccessorResult result) {
    SuccessorResponse.Builder answer = SuccessorResponse.newBuilder();
    if (result instanceof org.conclave.mls.SuccessorCreated created) {
      trees.add(created.state().tree());
      SuccessorCreated.Builder message =
          SuccessorCreated.newBuilder().setState(Outputs.newState(created.state()));
      byte[] welcome = created.welcome();
      answer.setCreated(welcome == null ? message : message.setWelcome(Outputs.bytes(welcome)));
    } else if (result instanceof org.conclave.mls.Rejected rejected) {
      answer.setRejected(Outputs.rejected(rejected));
    }
    return answer.build();
  }
}
