package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.conclave.proto.engine.v1.BranchRequest;
import org.conclave.proto.engine.v1.CommitCreated;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CreateGroupRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageResponse;
import org.conclave.proto.engine.v1.EncryptMessageRequest;
import org.conclave.proto.engine.v1.EngineGrpc.EngineBlockingStub;
import org.conclave.proto.engine.v1.ExportGroupInfoRequest;
import org.conclave.proto.engine.v1.ExportGroupInfoResponse;
import org.conclave.proto.engine.v1.ExportRequest;
import org.conclave.proto.engine.v1.ExtensionList;
import org.conclave.proto.engine.v1.ExternalCommitRequest;
import org.conclave.proto.engine.v1.ExternalCommitResponse;
import org.conclave.proto.engine.v1.ExternalProposeRequest;
import org.conclave.proto.engine.v1.ExternalProposeResponse;
import org.conclave.proto.engine.v1.ExternalSender;
import org.conclave.proto.engine.v1.ExternalSenderProposal;
import org.conclave.proto.engine.v1.GroupState;
import org.conclave.proto.engine.v1.JoinGroupRequest;
import org.conclave.proto.engine.v1.JoinGroupResponse;
import org.conclave.proto.engine.v1.KeyPackagePrivate;
import org.conclave.proto.engine.v1.MemberChange;
import org.conclave.proto.engine.v1.PastEpoch;
import org.conclave.proto.engine.v1.PreSharedKey;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.conclave.proto.engine.v1.ProposalContent;
import org.conclave.proto.engine.v1.ProposeRequest;
import org.conclave.proto.engine.v1.ProposeResponse;
import org.conclave.proto.engine.v1.ProposedChange;
import org.conclave.proto.engine.v1.ProposedReInit;
import org.conclave.proto.engine.v1.ReInitCommit;
import org.conclave.proto.engine.v1.ReInitRequest;
import org.conclave.proto.engine.v1.Rejected;
import org.conclave.proto.engine.v1.SuccessorResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The calls by which groups are joined, changed and continued in other ways than by invitation. */
final class GroupEvolutionCallsTest {
  private static final ByteString GROUP = ByteString.copyFrom(new byte[32]);
  private static final ByteString NEXT_GROUP = ByteString.copyFromUtf8("next");

  private final LaunchSecret secret = LaunchSecret.fresh(new SecureRandom());
  private final ByteArrayOutputStream faults = new ByteArrayOutputStream();
  private EngineServer server;
  private Connection connection;
  private Participant alice;
  private Participant bob;

  @BeforeEach
  void twoMembers() throws IOException {
    server = EngineServer.start(0, secret, new PrintStream(faults, true, StandardCharsets.UTF_8));
    connection = Connection.to(server.port(), secret);
    alice = participant("alice");
    bob = participant("bob");
    alice.found(GROUP);
    CreateKeyPackageResponse keyPackage = bob.createKeyPackage();
    CommitCreated added =
        alice.commit(CommitRequest.newBuilder().addAddKeyPackages(keyPackage.getKeyPackage()));
    alice.go(added.getState());
    bob.join(added.getWelcome(), keyPackage);
  }

  @AfterEach
  void stop() {
    connection.close();
    server.close();
    assertThat(faults.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private EngineBlockingStub engine() {
    return connection.engine();
  }

  private Participant participant(String name) {
    return new Participant(name, connection::engine);
  }

  private ByteString groupInfo(Participant member) {
    ExportGroupInfoResponse answer =
        engine()
            .exportGroupInfo(
                ExportGroupInfoRequest.newBuilder()
                    .setState(member.stateOnly())
                    .setSigner(member.signer())
                    .build());
    assertThat(answer.hasGroupInfo()).as(answer.toString()).isTrue();
    return answer.getGroupInfo();
  }

  private ByteString joinByExternalCommit(
      Participant joiner, ExternalCommitRequest.Builder request) {
    ExternalCommitResponse answer =
        engine()
            .externalCommit(
                request
                    .setSigner(joiner.signer())
                    .setNow(Participant.now())
                    .addExtensionTypes(0xF0C1)
                    .build());
    assertThat(answer.hasCreated()).as(answer.toString()).isTrue();
    joiner.go(answer.getCreated().getState());
    return answer.getCreated().getCommit();
  }

  private void assertTogether(Participant... members) {
    for (Participant sender : members) {
      assertThat(sender.epochAuthenticator()).isEqualTo(members[0].epochAuthenticator());
      ByteString message = sender.encrypt("hello");
      for (Participant reader : members) {
        if (reader != sender) {
          assertThat(reader.process(message).getApplication().getContent().toStringUtf8())
              .isEqualTo("hello");
        }
      }
    }
  }

  @Test
  void clientJoinsByExternalCommit() {
    Participant carol = participant("carol");
    ByteString commit =
        joinByExternalCommit(
            carol, ExternalCommitRequest.newBuilder().setGroupInfo(groupInfo(bob)));
    for (Participant member : List.of(alice, bob)) {
      MemberChange change =
          member.process(commit).getCommit().getState().getSummary().getChanges(0);
      assertThat(change.getChange()).isEqualTo(MemberChange.Change.ADDED);
      assertThat(change.getIdentity().toStringUtf8()).isEqualTo("carol");
    }
    assertTogether(alice, bob, carol);
  }

  @Test
  void memberComesBackAndShowsThatItWasOne() {
    ExternalCommitRequest.Builder request =
        ExternalCommitRequest.newBuilder()
            .setGroupInfo(groupInfo(alice))
            .setReplaceFormerSelf(true)
            .addResumptionEpochs(
                PastEpoch.newBuilder()
                    .setEpoch(bob.state().getEpoch())
                    .setSecrets(bob.state().getSecrets()));
    ByteString commit = joinByExternalCommit(bob, request);
    assertThat(alice.process(commit).getCommit().getState().getSummary().getMemberCount())
        .isEqualTo(2);
    assertTogether(alice, bob);
  }

  @Test
  void groupInfoThatIsDamagedIsRejected() {
    byte[] damaged = groupInfo(alice).toByteArray();
    damaged[damaged.length - 1] ^= 1;
    ExternalCommitResponse answer =
        engine()
            .externalCommit(
                ExternalCommitRequest.newBuilder()
                    .setGroupInfo(ByteString.copyFrom(damaged))
                    .setSigner(participant("carol").signer())
                    .setNow(Participant.now())
                    .build());
    assertThat(answer.getRejected().getRule()).isEqualTo("RFC 9420 12.4.3.1");
  }

  @Test
  void proposalIsCommittedByReference() {
    Participant carol = participant("carol");
    CreateKeyPackageResponse keyPackage = carol.createKeyPackage();
    ByteString proposal =
        bob.propose(ProposalContent.newBuilder().setAdd(keyPackage.getKeyPackage()));
    ProcessMessageResponse stored = alice.process(proposal);
    assertThat(stored.getProposal().getProposed().getKind()).isEqualTo(ProposedChange.Kind.ADD);
    assertThat(stored.getProposal().getProposed().getIdentity().toStringUtf8()).isEqualTo("carol");
    assertThat(stored.getProposal().getFromOutside()).isFalse();
    assertThat(stored.getProposal().getSenderLeaf()).isEqualTo(1);
    assertThat(
            engine()
                .encryptMessage(
                    EncryptMessageRequest.newBuilder()
                        .setState(alice.stateOnly())
                        .setSigner(alice.signer())
                        .build())
                .getRejected()
                .getRule())
        .isEqualTo("RFC 9420 12.4");
    CommitCreated commit = alice.commit(CommitRequest.newBuilder());
    alice.go(commit.getState());
    bob.process(commit.getCommit());
    carol.join(commit.getWelcome(), keyPackage);
    assertTogether(alice, bob, carol);
  }

  @Test
  void everyKindOfProposalIsMadeAndToldApart() {
    ProposedReInit next =
        ProposedReInit.newBuilder().setGroupId(NEXT_GROUP).setCipherSuite(1).build();
    List<ProposalContent.Builder> proposals =
        List.of(
            ProposalContent.newBuilder().setUpdate(true),
            ProposalContent.newBuilder().setRemove(0),
            ProposalContent.newBuilder().setExternalPsk(ByteString.copyFromUtf8("id")),
            ProposalContent.newBuilder().setResumptionEpoch(1),
            ProposalContent.newBuilder().setReinit(next),
            ProposalContent.newBuilder().setExtensions(ExtensionList.getDefaultInstance()));
    List<ProposedChange.Kind> kinds =
        proposals.stream()
            .map(
                proposal ->
                    alice.process(bob.propose(proposal)).getProposal().getProposed().getKind())
            .toList();
    assertThat(kinds)
        .containsExactly(
            ProposedChange.Kind.UPDATE,
            ProposedChange.Kind.REMOVE,
            ProposedChange.Kind.PRE_SHARED_KEY,
            ProposedChange.Kind.PRE_SHARED_KEY,
            ProposedChange.Kind.REINIT,
            ProposedChange.Kind.GROUP_CONTEXT_EXTENSIONS);
  }

  @Test
  void committerKnowsTheKeyThatAnotherProposed() {
    alice.process(
        bob.propose(ProposalContent.newBuilder().setExternalPsk(ByteString.copyFromUtf8("id"))));
    PreSharedKey known =
        PreSharedKey.newBuilder()
            .setId(ByteString.copyFromUtf8("id"))
            .setSecret(ByteString.copyFrom(new byte[32]))
            .build();
    CommitCreated commit =
        alice.commit(CommitRequest.newBuilder().addKnownPsks(known).addResumptionEpochs(1));
    assertThat(bob.processOnly(commit.getCommit()).getRejected().getCode())
        .isEqualTo(Rejected.Code.UNKNOWN_PSK);
  }

  @Test
  void clientProposesItself() {
    Participant carol = participant("carol");
    CreateKeyPackageResponse keyPackage = carol.createKeyPackage();
    ByteString proposal =
        engine()
            .externalPropose(
                ExternalProposeRequest.newBuilder()
                    .setGroupId(GROUP)
                    .setEpoch(1)
                    .setSigner(carol.signer())
                    .setOwnKeyPackage(keyPackage.getKeyPackage())
                    .setNow(Participant.now())
                    .build())
            .getMessage();
    assertThat(alice.process(proposal).getProposal().getFromOutside()).isTrue();
    bob.process(proposal);
    CommitCreated commit = bob.commit(CommitRequest.newBuilder());
    bob.go(commit.getState());
    alice.process(commit.getCommit());
    carol.join(commit.getWelcome(), keyPackage);
    assertTogether(alice, bob, carol);
  }

  @Test
  void keyPackageOutsideItsLifetimeIsNotProposed() {
    Participant carol = participant("carol");
    ByteString keyPackage = carol.createKeyPackage().getKeyPackage();
    long expired = Participant.now() + 7_200;
    ProposeResponse within =
        engine()
            .propose(
                ProposeRequest.newBuilder()
                    .setState(bob.wholeState())
                    .setSigner(bob.signer())
                    .setProposal(ProposalContent.newBuilder().setAdd(keyPackage))
                    .setNow(expired)
                    .build());
    ExternalProposeResponse outside =
        engine()
            .externalPropose(
                ExternalProposeRequest.newBuilder()
                    .setGroupId(GROUP)
                    .setEpoch(1)
                    .setSigner(carol.signer())
                    .setOwnKeyPackage(keyPackage)
                    .setNow(expired)
                    .build());
    for (Rejected rejected : List.of(within.getRejected(), outside.getRejected())) {
      assertThat(rejected.getCode()).isEqualTo(Rejected.Code.INVALID);
      assertThat(rejected.getRule()).isEqualTo("RFC 9420 7.3");
      assertThat(rejected.getDetail()).contains("lifetime");
    }
  }

  @Test
  void externalSenderOfTheGroupProposes() {
    Participant clerk = participant("clerk");
    ExternalSender sender =
        ExternalSender.newBuilder()
            .setIdentity(clerk.signer().getIdentity())
            .setSignatureKey(clerk.signer().getSignatureKey())
            .build();
    CommitCreated replaced =
        alice.commit(
            CommitRequest.newBuilder().setReplaceExtensions(true).addExternalSenders(sender));
    alice.go(replaced.getState());
    bob.process(replaced.getCommit());
    ExternalProposeRequest request =
        ExternalProposeRequest.newBuilder()
            .setGroupId(GROUP)
            .setEpoch(2)
            .setSigner(clerk.signer())
            .setSender(
                ExternalSenderProposal.newBuilder()
                    .setProposal(ProposalContent.newBuilder().setRemove(1)))
            .build();
    ProcessMessageResponse stored = alice.process(engine().externalPropose(request).getMessage());
    assertThat(stored.getProposal().getProposed().getKind()).isEqualTo(ProposedChange.Kind.REMOVE);
    assertThat(stored.getProposal().getProposed().getIdentity().toStringUtf8()).isEqualTo("bob");
    assertThat(alice.commit(CommitRequest.newBuilder()).getState().getSummary().getMemberCount())
        .isEqualTo(1);
    var founded =
        engine()
            .createGroup(
                CreateGroupRequest.newBuilder()
                    .setGroupId(NEXT_GROUP)
                    .setSigner(alice.signer())
                    .setLifetime(Participant.lifetime())
                    .addExternalSenders(sender)
                    .build());
    assertThat(founded.getState().getSummary().getGroupContextExtensions(0).getType()).isEqualTo(5);
  }

  private void end() {
    CommitCreated end =
        alice.commit(
            CommitRequest.newBuilder()
                .setReinit(
                    ReInitCommit.newBuilder()
                        .setByValue(
                            ProposedReInit.newBuilder().setGroupId(NEXT_GROUP).setCipherSuite(1))));
    alice.go(end.getState());
    bob.process(end.getCommit());
    assertThat(bob.state().getSummary().getReinitialised()).isTrue();
  }

  private JoinGroupResponse join(
      ByteString welcome, CreateKeyPackageResponse keyPackage, GroupState.Builder... predecessors) {
    JoinGroupRequest.Builder request =
        JoinGroupRequest.newBuilder()
            .setWelcome(welcome)
            .setNow(Participant.now())
            .addKeyPackages(
                KeyPackagePrivate.newBuilder()
                    .setKeyPackage(keyPackage.getKeyPackage())
                    .setPrivatePart(keyPackage.getPrivatePart()));
    for (GroupState.Builder predecessor : predecessors) {
      request.addPredecessors(predecessor);
    }
    return engine().joinGroup(request.build());
  }

  @Test
  void groupIsReinitialised() {
    end();
    CreateKeyPackageResponse ofAlice = alice.createKeyPackage();
    SuccessorResponse made =
        engine()
            .reInit(
                ReInitRequest.newBuilder()
                    .setState(bob.stateOnly())
                    .setSigner(bob.signer())
                    .setLifetime(Participant.lifetime())
                    .addExtensionTypes(0xF0C1)
                    .addKeyPackages(ofAlice.getKeyPackage())
                    .setNow(Participant.now())
                    .build());
    assertThat(made.hasCreated()).as(made.toString()).isTrue();
    ByteString welcome = made.getCreated().getWelcome();
    JoinGroupResponse asked = join(welcome, ofAlice);
    assertThat(asked.getNeedPredecessor().getGroupId()).isEqualTo(GROUP);
    assertThat(asked.getNeedPredecessor().getEpoch()).isEqualTo(2);
    assertThat(asked.getNeedPredecessor().getReinitialised()).isTrue();
    JoinGroupResponse joined = join(welcome, ofAlice, alice.stateOnly());
    assertThat(joined.hasJoined()).as(joined.toString()).isTrue();
    alice.go(joined.getJoined().getState());
    bob.go(made.getCreated().getState());
    assertThat(alice.state().getSummary().getGroupId()).isEqualTo(NEXT_GROUP);
    assertTogether(alice, bob);
  }

  @Test
  void reInitThatWaitsIsCommittedWhereItIsAskedFor() {
    ProposalContent.Builder proposal =
        ProposalContent.newBuilder()
            .setReinit(ProposedReInit.newBuilder().setGroupId(NEXT_GROUP).setCipherSuite(1));
    alice.process(bob.propose(proposal));
    assertThat(alice.commit(CommitRequest.newBuilder()).getState().getSummary().getReinitialised())
        .isFalse();
    CommitCreated end =
        alice.commit(
            CommitRequest.newBuilder().setReinit(ReInitCommit.newBuilder().setPending(true)));
    assertThat(end.getState().getSummary().getReinitialised()).isTrue();
    assertThat(bob.process(end.getCommit()).getCommit().getState().getSummary().getReinitialised())
        .isTrue();
  }

  @Test
  void membersBranchOff() {
    CreateKeyPackageResponse ofBob = bob.createKeyPackage();
    BranchRequest request =
        BranchRequest.newBuilder()
            .setState(alice.stateOnly())
            .setSigner(alice.signer())
            .setLifetime(Participant.lifetime())
            .addExtensionTypes(0xF0C1)
            .addKeyPackages(ofBob.getKeyPackage())
            .setGroupId(NEXT_GROUP)
            .setNow(Participant.now())
            .build();
    SuccessorResponse made = engine().branch(request);
    assertThat(made.hasCreated()).as(made.toString()).isTrue();
    ByteString welcome = made.getCreated().getWelcome();
    assertThat(join(welcome, ofBob).getNeedPredecessor().getReinitialised()).isFalse();
    JoinGroupResponse joined = join(welcome, ofBob, bob.stateOnly());
    assertThat(joined.getJoined().getState().getSummary().getEpochAuthenticator())
        .isEqualTo(made.getCreated().getState().getSummary().getEpochAuthenticator());
    assertTogether(alice, bob);
    SuccessorResponse refused =
        engine()
            .branch(
                request.toBuilder()
                    .addKeyPackages(participant("stranger").createKeyPackage().getKeyPackage())
                    .build());
    assertThat(refused.getRejected().getRule()).isEqualTo("RFC 9420 11.3");
  }

  @Test
  void engineThatDoesNotHoldTheTreeAsksForIt() throws IOException {
    end();
    ByteString hash = alice.state().getTreeHash();
    try (EngineServer fresh = EngineServer.start(0, secret, System.err);
        Connection other = Connection.to(fresh.port(), secret)) {
      EngineBlockingStub engine = other.engine();
      assertThat(
              engine
                  .exportGroupInfo(
                      ExportGroupInfoRequest.newBuilder().setState(alice.stateOnly()).build())
                  .getNeedTree()
                  .getTreeHash())
          .isEqualTo(hash);
      assertThat(
              engine
                  .reInit(ReInitRequest.newBuilder().setState(alice.stateOnly()).build())
                  .getNeedTree()
                  .getTreeHash())
          .isEqualTo(hash);
      assertThat(
              engine
                  .branch(BranchRequest.newBuilder().setState(alice.stateOnly()).build())
                  .getNeedTree()
                  .getTreeHash())
          .isEqualTo(hash);
      assertThat(
              engine
                  .joinGroup(
                      JoinGroupRequest.newBuilder().addPredecessors(alice.stateOnly()).build())
                  .getNeedTree()
                  .getTreeHash())
          .isEqualTo(hash);
      ExportGroupInfoResponse whole =
          engine.exportGroupInfo(
              ExportGroupInfoRequest.newBuilder()
                  .setState(alice.wholeState())
                  .setSigner(alice.signer())
                  .build());
      assertThat(whole.getRejected().getRule()).isEqualTo("RFC 9420 12.4.2");
    }
  }

  @Test
  void membersExportTheSameSecret() {
    ExportRequest.Builder request =
        ExportRequest.newBuilder().setLabel("call").setContext(GROUP).setLength(48);
    ByteString ofAlice = export(alice, request);
    assertThat(ofAlice.size()).isEqualTo(48);
    assertThat(export(bob, request)).isEqualTo(ofAlice);
    assertThat(export(bob, request.setLabel("another"))).isNotEqualTo(ofAlice);
  }

  private ByteString export(Participant member, ExportRequest.Builder request) {
    return engine()
        .export(
            request
                .setEpoch(member.state().getEpoch())
                .setSecrets(member.state().getSecrets())
                .build())
        .getSecret();
  }

  @Test
  void misuseIsAnInvalidArgument() {
    ExportRequest.Builder export = ExportRequest.newBuilder().setLength(32);
    List<Runnable> misuses =
        List.of(
            () -> export(alice, export.clone().setLabel("\u00e9")),
            () -> export(alice, export.clone().setLength(0)),
            () -> export(alice, export.clone().setLength(255 * 32 + 1)),
            () -> export(alice, export.clone().setLength(-1)),
            () -> alice.propose(ProposalContent.newBuilder()),
            () ->
                engine()
                    .externalPropose(
                        ExternalProposeRequest.newBuilder().setSigner(alice.signer()).build()),
            () ->
                alice.commit(
                    CommitRequest.newBuilder()
                        .setReinit(ReInitCommit.newBuilder().setPending(true))
                        .setUpdate(true)),
            () -> alice.commit(CommitRequest.newBuilder().setReinit(ReInitCommit.newBuilder())),
            () ->
                engine()
                    .exportGroupInfo(
                        ExportGroupInfoRequest.newBuilder()
                            .setState(alice.stateOnly())
                            .setSigner(bob.signer())
                            .build()));
    for (Runnable misuse : misuses) {
      assertStatus(Status.Code.INVALID_ARGUMENT, misuse);
    }
    ByteString retired =
        alice.commit(CommitRequest.newBuilder().setUpdate(true)).getState().getRetiredSecrets();
    assertStatus(
        Status.Code.FAILED_PRECONDITION,
        () ->
            engine()
                .export(
                    export.clone().setEpoch(alice.state().getEpoch()).setSecrets(retired).build()));
  }

  private static void assertStatus(Status.Code expected, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure -> assertThat(failure.getStatus().getCode()).isEqualTo(expected));
  }
}
