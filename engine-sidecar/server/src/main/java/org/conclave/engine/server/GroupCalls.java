package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.conclave.mls.CommitResult;
import org.conclave.mls.JoinRequest;
import org.conclave.mls.JoinResult;
import org.conclave.mls.KeyPackagePrivate;
import org.conclave.mls.MlsEngine;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.proto.engine.v1.CommitCreated;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CommitResponse;
import org.conclave.proto.engine.v1.CreateGroupRequest;
import org.conclave.proto.engine.v1.CreateGroupResponse;
import org.conclave.proto.engine.v1.JoinGroupRequest;
import org.conclave.proto.engine.v1.JoinGroupResponse;
import org.conclave.proto.engine.v1.Joined;
import org.conclave.proto.engine.v1.NeedTree;

/** The calls of the contract from which a new state of a group comes. Thread-safe. */
final class GroupCalls {
  private final MlsEngine mls;
  private final SecureRandom random;
  private final TreeCache trees;

  GroupCalls(MlsEngine mls, SecureRandom random, TreeCache trees) {
    this.mls = mls;
    this.random = random;
    this.trees = trees;
  }

  CreateGroupResponse createGroup(CreateGroupRequest request) {
    org.conclave.mls.NewState created =
        mls.createGroup(
            new org.conclave.mls.CreateGroupRequest(
                request.getGroupId().toByteArray(),
                Inputs.signer(request.getSigner()),
                Inputs.lifetime(request.getLifetime()),
                Inputs.extensions(request.getGroupContextExtensionsList()),
                Inputs.extensionTypes(request.getExtensionTypesList())),
            random);
    trees.add(created.tree());
    return CreateGroupResponse.newBuilder().setState(Outputs.newState(created)).build();
  }

  CommitResponse commit(CommitRequest request) {
    CommitResponse.Builder answer = CommitResponse.newBuilder();
    ByteString treeHash = request.getState().getTreeHash();
    Optional<RatchetTree> tree = trees.resolve(treeHash, Inputs.tree(request.getState()));
    if (tree.isEmpty()) {
      return answer.setNeedTree(NeedTree.newBuilder().setTreeHash(treeHash)).build();
    }
    CommitResult result =
        mls.commit(
            Inputs.state(request.getState()),
            tree.get(),
            Inputs.signer(request.getSigner()),
            plan(request),
            random,
            request.getNow());
    if (result instanceof org.conclave.mls.CommitCreated created) {
      trees.add(created.state().tree());
      answer.setCreated(created(created, treeHash.toByteArray()));
    } else if (result instanceof org.conclave.mls.NeedRows need) {
      answer.setNeedRows(Outputs.needRows(need));
    } else if (result instanceof org.conclave.mls.Rejected rejected) {
      answer.setRejected(Outputs.rejected(rejected));
    }
    return answer.build();
  }

  JoinGroupResponse joinGroup(JoinGroupRequest request) {
    List<KeyPackagePrivate> keyPackages =
        request.getKeyPackagesList().stream()
            .map(
                own ->
                    new KeyPackagePrivate(
                        own.getKeyPackage().toByteArray(), own.getPrivatePart().toByteArray()))
            .toList();
    JoinResult result =
        mls.joinGroup(
            new JoinRequest(
                request.getWelcome().toByteArray(),
                keyPackages,
                request.getRatchetTree().isEmpty() ? null : request.getRatchetTree().toByteArray(),
                Inputs.externalPsks(request.getExternalPsksList())),
            request.getNow());
    JoinGroupResponse.Builder answer = JoinGroupResponse.newBuilder();
    if (result instanceof org.conclave.mls.Joined joined) {
      trees.add(joined.state().tree());
      answer.setJoined(
          Joined.newBuilder()
              .setState(Outputs.newState(joined.state()))
              .setKeyPackageReference(Outputs.bytes(joined.keyPackageReference()))
              .setInviterLeaf(joined.inviterLeaf()));
    } else if (result instanceof org.conclave.mls.Rejected rejected) {
      answer.setRejected(Outputs.rejected(rejected));
    }
    return answer.build();
  }

  private static org.conclave.mls.CommitRequest plan(CommitRequest request) {
    return new org.conclave.mls.CommitRequest(
        Inputs.arrays(request.getAddKeyPackagesList()),
        request.getRemoveLeavesList(),
        request.getUpdate(),
        Inputs.externalPsks(request.getExternalPsksList()),
        List.of(),
        request.getReplaceExtensions()
            ? Inputs.extensions(request.getGroupContextExtensionsList())
            : null,
        request.getAuthenticatedData().toByteArray(),
        false,
        true);
  }

  private static CommitCreated created(
      org.conclave.mls.CommitCreated created, byte[] treeHashBefore) {
    CommitCreated.Builder message =
        CommitCreated.newBuilder()
            .setCommit(Outputs.bytes(created.commit()))
            .setState(Outputs.newState(created.state(), treeHashBefore))
            .addAllPutRows(Outputs.rows(created.consumed().put()))
            .addAllDeleteRows(Outputs.rowKeys(created.consumed().deleted()));
    byte[] welcome = created.welcome();
    return (welcome == null ? message : message.setWelcome(Outputs.bytes(welcome))).build();
  }
}
