package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.conclave.mls.CommitResult;
import org.conclave.mls.Groups;
import org.conclave.mls.JoinRequest;
import org.conclave.mls.JoinResult;
import org.conclave.mls.KeyPackagePrivate;
import org.conclave.mls.Predecessor;
import org.conclave.mls.ReInitRequest;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.proto.engine.v1.CommitCreated;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CommitResponse;
import org.conclave.proto.engine.v1.CreateGroupRequest;
import org.conclave.proto.engine.v1.CreateGroupResponse;
import org.conclave.proto.engine.v1.GroupState;
import org.conclave.proto.engine.v1.JoinGroupRequest;
import org.conclave.proto.engine.v1.JoinGroupResponse;
import org.conclave.proto.engine.v1.Joined;
import org.conclave.proto.engine.v1.NeedPredecessor;
import org.conclave.proto.engine.v1.NeedTree;
import org.conclave.proto.engine.v1.ReInitCommit;

/** The calls of the contract from which a new state of a group comes. Thread-safe. */
final class GroupCalls {
  private final Groups mls;
  private final SecureRandom random;
  private final TreeCache trees;

  GroupCalls(Groups mls, SecureRandom random, TreeCache trees) {
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
                Inputs.extensions(
                    request.getGroupContextExtensionsList(), request.getExternalSendersList()),
                Inputs.extensionTypes(request.getExtensionTypesList())),
            random,
            request.hasNow() ? OptionalLong.of(request.getNow()) : OptionalLong.empty());
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
        request.hasReinit() ? commitReInit(request, tree.get()) : commit(request, tree.get());
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

  private CommitResult commit(CommitRequest request, RatchetTree tree) {
    return mls.commit(
        Inputs.state(request.getState()),
        tree,
        Inputs.signer(request.getSigner()),
        plan(request),
        random,
        request.getNow());
  }

  private CommitResult commitReInit(CommitRequest request, RatchetTree tree) {
    return mls.commitReInit(
        Inputs.state(request.getState()),
        tree,
        Inputs.signer(request.getSigner()),
        ending(request),
        random,
        request.getNow());
  }

  JoinGroupResponse joinGroup(JoinGroupRequest request) {
    JoinGroupResponse.Builder answer = JoinGroupResponse.newBuilder();
    List<Predecessor> predecessors = new ArrayList<>();
    for (GroupState state : request.getPredecessorsList()) {
      Optional<RatchetTree> tree = trees.resolve(state.getTreeHash(), Inputs.tree(state));
      if (tree.isEmpty()) {
        return answer.setNeedTree(NeedTree.newBuilder().setTreeHash(state.getTreeHash())).build();
      }
      predecessors.add(
          new Predecessor(
              state.getEpoch().toByteArray(), state.getSecrets().toByteArray(), tree.get()));
    }
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
                Inputs.externalPsks(request.getExternalPsksList()),
                predecessors),
            request.getNow());
    if (result instanceof org.conclave.mls.Joined joined) {
      trees.add(joined.state().tree());
      answer.setJoined(
          Joined.newBuilder()
              .setState(Outputs.newState(joined.state()))
              .setKeyPackageReference(Outputs.bytes(joined.keyPackageReference()))
              .setInviterLeaf(joined.inviterLeaf()));
    } else if (result instanceof org.conclave.mls.NeedPredecessor need) {
      answer.setNeedPredecessor(
          NeedPredecessor.newBuilder()
              .setGroupId(Outputs.bytes(need.groupId()))
              .setEpoch(need.epoch())
              .setReinitialised(need.reinitialised()));
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
        request.getResumptionEpochsList(),
        request.getReplaceExtensions()
            ? Inputs.extensions(
                request.getGroupContextExtensionsList(), request.getExternalSendersList())
            : null,
        request.getAuthenticatedData().toByteArray(),
        false,
        true,
        List.copyOf(Inputs.externalPsks(request.getKnownPsksList())),
        request.hasSuccessor() ? Inputs.signer(request.getSuccessor()) : null);
  }

  private static ReInitRequest ending(CommitRequest request) {
    CommitRequest alone =
        CommitRequest.newBuilder()
            .setState(request.getState())
            .setSigner(request.getSigner())
            .setNow(request.getNow())
            .setAuthenticatedData(request.getAuthenticatedData())
            .setReinit(request.getReinit())
            .build();
    if (!alone.equals(request)) {
      throw new IllegalArgumentException("a ReInit is committed alone");
    }
    ReInitCommit reInit = request.getReinit();
    if (!reInit.hasByValue() && !reInit.getPending()) {
      throw new IllegalArgumentException("no ReInit was given");
    }
    return new ReInitRequest(
        reInit.hasByValue() ? Inputs.reInit(reInit.getByValue()) : null,
        request.getAuthenticatedData().toByteArray(),
        false);
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
