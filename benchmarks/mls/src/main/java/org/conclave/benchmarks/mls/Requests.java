package org.conclave.benchmarks.mls;

import com.google.protobuf.ByteString;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.EncryptMessageRequest;
import org.conclave.proto.engine.v1.GroupState;
import org.conclave.proto.engine.v1.JoinGroupRequest;
import org.conclave.proto.engine.v1.KeyPackagePrivate;
import org.conclave.proto.engine.v1.ProcessMessageRequest;
import org.conclave.proto.engine.v1.Row;
import org.conclave.proto.engine.v1.RowKey;
import org.conclave.proto.engine.v1.Signer;
import org.conclave.proto.engine.v1.TreeSegment;

/** The calls of the contract with the states of an {@link OurGroup}. */
final class Requests {
  private final OurGroup group;

  Requests(OurGroup group) {
    this.group = group;
  }

  CommitRequest commit() {
    return CommitRequest.newBuilder()
        .setState(state(group.warmState(group.committer()), group.warmTree()))
        .setSigner(signer(group.committer()))
        .setNow(OurGroup.NOW)
        .build();
  }

  /** The first commit after a restart: with the tree, which the engine keeps from then on. */
  CommitRequest commitWithTree() {
    org.conclave.mls.tree.TreeSegment full =
        org.conclave.mls.tree.TreeSegment.full(group.warmTree());
    CommitRequest.Builder request = commit().toBuilder();
    request
        .getStateBuilder()
        .addTree(
            TreeSegment.newBuilder()
                .setTreeHash(bytes(full.treeHash()))
                .setData(bytes(full.data())));
    return request.build();
  }

  CommitRequest addAll() {
    CommitRequest.Builder request =
        CommitRequest.newBuilder()
            .setState(state(group.alone().asGroupState(), group.alone().tree()))
            .setSigner(signer(0))
            .setNow(OurGroup.NOW);
    org.conclave.mls.tree.TreeSegment full =
        org.conclave.mls.tree.TreeSegment.full(group.alone().tree());
    request
        .getStateBuilder()
        .addTree(
            TreeSegment.newBuilder()
                .setTreeHash(bytes(full.treeHash()))
                .setData(bytes(full.data())));
    group.members.stream()
        .skip(1)
        .forEach(member -> request.addAddKeyPackages(bytes(member.bundle().keyPackage())));
    return request.build();
  }

  ProcessMessageRequest processCommit() {
    return process(group.warmState(group.receiver()), group.warmCommit().commit());
  }

  ProcessMessageRequest unprotect() {
    return process(group.conversation().receiver(), group.conversation().message());
  }

  EncryptMessageRequest protect() {
    return EncryptMessageRequest.newBuilder()
        .setState(state(group.conversation().sender(), group.warmTree()))
        .setSigner(signer(group.committer()))
        .setContent(bytes(new byte[1024]))
        .build();
  }

  JoinGroupRequest join() {
    Member newcomer = group.members.get(group.receiver());
    return JoinGroupRequest.newBuilder()
        .setWelcome(bytes(group.welcome()))
        .setSigner(signer(group.receiver()))
        .setNow(OurGroup.NOW)
        .addKeyPackages(
            KeyPackagePrivate.newBuilder()
                .setKeyPackage(bytes(newcomer.bundle().keyPackage()))
                .setPrivatePart(bytes(newcomer.bundle().privatePart())))
        .build();
  }

  private ProcessMessageRequest process(org.conclave.mls.GroupState state, byte[] message) {
    return ProcessMessageRequest.newBuilder()
        .setState(state(state, group.warmTree()))
        .setMessage(bytes(message))
        .setNow(OurGroup.NOW)
        .build();
  }

  private Signer signer(int member) {
    org.conclave.mls.Signer signer = group.members.get(member).signer();
    return Signer.newBuilder()
        .setCipherSuite(signer.cipherSuite())
        .setIdentity(bytes(signer.identity()))
        .setSignatureKey(bytes(signer.signatureKey()))
        .setSignaturePrivateKey(bytes(signer.signaturePrivateKey()))
        .build();
  }

  private static GroupState state(org.conclave.mls.GroupState state, RatchetTree tree) {
    GroupState.Builder message =
        GroupState.newBuilder()
            .setEpoch(bytes(state.epoch()))
            .setSecrets(bytes(state.secrets()))
            .setPending(bytes(state.pending()))
            .setTreeHash(bytes(tree.treeHash()));
    for (org.conclave.mls.schedule.Row row : state.rows()) {
      message.addRows(
          Row.newBuilder()
              .setKey(
                  RowKey.newBuilder()
                      .setIndex(row.key().index())
                      .setKind(RowKey.Kind.valueOf(row.key().kind().name())))
              .setData(bytes(row.data())));
    }
    return message.build();
  }

  private static ByteString bytes(byte[] value) {
    return ByteString.copyFrom(value);
  }
}
