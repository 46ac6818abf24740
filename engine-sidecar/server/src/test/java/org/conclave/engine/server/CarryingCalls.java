package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.conclave.proto.engine.v1.BackupCost;
import org.conclave.proto.engine.v1.BatchMessages;
import org.conclave.proto.engine.v1.BatchStart;
import org.conclave.proto.engine.v1.BranchRequest;
import org.conclave.proto.engine.v1.CommitCreated;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CreateGroupRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageResponse;
import org.conclave.proto.engine.v1.EncryptMessageRequest;
import org.conclave.proto.engine.v1.EngineGrpc;
import org.conclave.proto.engine.v1.ExportGroupInfoRequest;
import org.conclave.proto.engine.v1.ExportIdentityRequest;
import org.conclave.proto.engine.v1.ExportRequest;
import org.conclave.proto.engine.v1.Extension;
import org.conclave.proto.engine.v1.ExtensionList;
import org.conclave.proto.engine.v1.ExternalCommitRequest;
import org.conclave.proto.engine.v1.ExternalProposeRequest;
import org.conclave.proto.engine.v1.ExternalSender;
import org.conclave.proto.engine.v1.ExternalSenderProposal;
import org.conclave.proto.engine.v1.ImportIdentityRequest;
import org.conclave.proto.engine.v1.InspectKeyPackageRequest;
import org.conclave.proto.engine.v1.JoinGroupRequest;
import org.conclave.proto.engine.v1.KeyPackagePrivate;
import org.conclave.proto.engine.v1.PastEpoch;
import org.conclave.proto.engine.v1.PeekSendersRequest;
import org.conclave.proto.engine.v1.PreSharedKey;
import org.conclave.proto.engine.v1.ProcessMessageRequest;
import org.conclave.proto.engine.v1.ProcessMessagesRequest;
import org.conclave.proto.engine.v1.ProposalContent;
import org.conclave.proto.engine.v1.ProposeRequest;
import org.conclave.proto.engine.v1.ProposedReInit;
import org.conclave.proto.engine.v1.ReInitCommit;
import org.conclave.proto.engine.v1.ReInitRequest;
import org.conclave.proto.engine.v1.Signer;

/**
 * Every call of the contract that carries byte strings, each as a correct host makes it and with as
 * many fields set as go together.
 */
final class CarryingCalls {
  private static final ByteString GROUP = ByteString.copyFrom(new byte[32]);

  private final Connection connection;
  private final ByteString text;
  private final List<Call> calls = new ArrayList<>();
  private final Participant alice;
  private final Participant bob;

  /**
   * A call.
   *
   * @param frames one message, or those that the host streams
   */
  record Call(MethodDescriptor<?, ?> method, List<Message> frames) {}

  private CarryingCalls(Connection connection, ByteString text) {
    this.connection = connection;
    this.text = text;
    this.alice = participant("alice");
    this.bob = participant("bob");
  }

  /**
   * @param text stands wherever a host can say what it likes
   */
  static List<Call> all(Connection connection, ByteString text) {
    CarryingCalls all = new CarryingCalls(connection, text);
    all.clients();
    all.joining();
    all.commits();
    all.proposals();
    all.messages();
    all.outsiders();
    all.successions();
    all.backups();
    return List.copyOf(all.calls);
  }

  private Participant participant(String name) {
    return new Participant(name, connection::engine);
  }

  private void add(MethodDescriptor<?, ?> method, Message... frames) {
    calls.add(new Call(method, List.of(frames)));
  }

  private void clients() {
    add(
        EngineGrpc.getCreateKeyPackageMethod(),
        CreateKeyPackageRequest.newBuilder()
            .setSigner(alice.signer())
            .setLifetime(Participant.lifetime())
            .build());
    add(
        EngineGrpc.getInspectKeyPackageMethod(),
        InspectKeyPackageRequest.newBuilder()
            .setKeyPackage(alice.createKeyPackage().getKeyPackage())
            .setNow(Participant.now())
            .build());
    add(
        EngineGrpc.getCreateGroupMethod(),
        CreateGroupRequest.newBuilder()
            .setGroupId(text)
            .setSigner(alice.signer())
            .setLifetime(Participant.lifetime())
            .addGroupContextExtensions(extension())
            .addExtensionTypes(0xF0C1)
            .addExternalSenders(sender(bob))
            .setNow(Participant.now())
            .build());
  }

  private void joining() {
    alice.found(GROUP);
    CreateKeyPackageResponse keyPackage = bob.createKeyPackage();
    CommitCreated added =
        alice.commit(
            CommitRequest.newBuilder()
                .addAddKeyPackages(keyPackage.getKeyPackage())
                .addExternalPsks(psk())
                .setReplaceExtensions(true)
                .addExternalSenders(sender(participant("clerk"))));
    alice.go(added.getState());
    add(EngineGrpc.getJoinGroupMethod(), join(added.getWelcome(), keyPackage).build());
    bob.go(
        connection
            .engine()
            .joinGroup(join(added.getWelcome(), keyPackage).build())
            .getJoined()
            .getState());
  }

  private JoinGroupRequest.Builder join(ByteString welcome, CreateKeyPackageResponse keyPackage) {
    return JoinGroupRequest.newBuilder()
        .setWelcome(welcome)
        .setSigner(bob.signer())
        .addKeyPackages(
            KeyPackagePrivate.newBuilder()
                .setKeyPackage(keyPackage.getKeyPackage())
                .setPrivatePart(keyPackage.getPrivatePart()))
        .addExternalPsks(psk())
        .setNow(Participant.now());
  }

  private void commits() {
    CommitRequest.Builder own =
        CommitRequest.newBuilder()
            .setState(alice.wholeState())
            .setSigner(alice.signer())
            .setNow(Participant.now())
            .setAuthenticatedData(text);
    add(
        EngineGrpc.getCommitMethod(),
        own.clone()
            .addAddKeyPackages(participant("carol").createKeyPackage().getKeyPackage())
            .addExternalPsks(psk())
            .addKnownPsks(psk())
            .setReplaceExtensions(true)
            .addGroupContextExtensions(extension())
            .addExternalSenders(sender(bob))
            .setSuccessor(withNewKey("alice"))
            .build());
    add(
        EngineGrpc.getCommitMethod(),
        own.clone().setReinit(ReInitCommit.newBuilder().setByValue(reInit())).build());
  }

  private void proposals() {
    List<ProposalContent.Builder> proposals =
        List.of(
            ProposalContent.newBuilder()
                .setAdd(participant("carol").createKeyPackage().getKeyPackage()),
            ProposalContent.newBuilder()
                .setExtensions(ExtensionList.newBuilder().addExtensions(extension())),
            ProposalContent.newBuilder().setExternalPsk(text),
            ProposalContent.newBuilder().setReinit(reInit()));
    for (ProposalContent.Builder proposal : proposals) {
      add(EngineGrpc.getProposeMethod(), propose(proposal).build());
    }
    add(
        EngineGrpc.getProposeMethod(),
        propose(ProposalContent.newBuilder().setUpdate(true))
            .setSuccessor(withNewKey("alice"))
            .build());
  }

  private ProposeRequest.Builder propose(ProposalContent.Builder proposal) {
    return ProposeRequest.newBuilder()
        .setState(alice.wholeState())
        .setSigner(alice.signer())
        .setProposal(proposal)
        .setNow(Participant.now());
  }

  private void messages() {
    add(
        EngineGrpc.getEncryptMessageMethod(),
        EncryptMessageRequest.newBuilder()
            .setState(alice.wholeState())
            .setSigner(alice.signer())
            .setContent(text)
            .setAuthenticatedData(text)
            .build());
    ByteString message = alice.encrypt(text.toStringUtf8());
    ByteString proposal = alice.propose(ProposalContent.newBuilder().setExternalPsk(text));
    ByteString commit = alice.commit(CommitRequest.newBuilder().setUpdate(true)).getCommit();
    PastEpoch epoch = epoch(bob);
    for (ByteString received : List.of(message, commit, proposal)) {
      add(
          EngineGrpc.getProcessMessageMethod(),
          ProcessMessageRequest.newBuilder()
              .setState(bob.wholeState())
              .setSigner(bob.signer())
              .setMessage(received)
              .addExternalPsks(psk())
              .addKnownEpochs(epoch)
              .build());
    }
    add(
        EngineGrpc.getPeekSendersMethod(),
        PeekSendersRequest.newBuilder().setState(bob.wholeState()).addMessages(message).build());
    add(
        EngineGrpc.getProcessMessagesMethod(),
        ProcessMessagesRequest.newBuilder()
            .setStart(
                BatchStart.newBuilder()
                    .setState(bob.wholeState())
                    .setSigner(bob.signer())
                    .setNow(Participant.now())
                    .addExternalPsks(psk())
                    .addKnownEpochs(epoch))
            .build(),
        ProcessMessagesRequest.newBuilder()
            .setMessages(BatchMessages.newBuilder().addMessages(message).addMessages(proposal))
            .build(),
        ProcessMessagesRequest.newBuilder()
            .setMessages(BatchMessages.newBuilder().addMessages(commit))
            .build());
    add(
        EngineGrpc.getExportMethod(),
        ExportRequest.newBuilder()
            .setEpoch(bob.state().getEpoch())
            .setSecrets(bob.state().getSecrets())
            .setLabel("label")
            .setContext(text)
            .setLength(32)
            .build());
  }

  private void outsiders() {
    ExportGroupInfoRequest export =
        ExportGroupInfoRequest.newBuilder()
            .setState(bob.wholeState())
            .setSigner(bob.signer())
            .build();
    add(EngineGrpc.getExportGroupInfoMethod(), export);
    add(
        EngineGrpc.getExternalCommitMethod(),
        ExternalCommitRequest.newBuilder()
            .setGroupInfo(connection.engine().exportGroupInfo(export).getGroupInfo())
            .setSigner(bob.signer())
            .setNow(Participant.now())
            .addExtensionTypes(0xF0C1)
            .setReplaceFormerSelf(true)
            .addExternalPsks(psk())
            .addResumptionEpochs(epoch(bob))
            .setAuthenticatedData(text)
            .build());
    Participant clerk = participant("clerk");
    ExternalProposeRequest.Builder proposing =
        ExternalProposeRequest.newBuilder()
            .setGroupId(text)
            .setEpoch(1)
            .setSigner(clerk.signer())
            .setNow(Participant.now());
    ByteString keyPackage = clerk.createKeyPackage().getKeyPackage();
    add(
        EngineGrpc.getExternalProposeMethod(),
        proposing.clone().setOwnKeyPackage(keyPackage).build());
    add(
        EngineGrpc.getExternalProposeMethod(),
        proposing
            .clone()
            .setSender(
                ExternalSenderProposal.newBuilder()
                    .setProposal(ProposalContent.newBuilder().setAdd(keyPackage)))
            .build());
  }

  private void successions() {
    BranchRequest.Builder branch =
        BranchRequest.newBuilder()
            .setState(alice.wholeState())
            .setSigner(alice.signer())
            .setLifetime(Participant.lifetime())
            .addExtensionTypes(0xF0C1)
            .setNow(Participant.now())
            .setGroupId(text)
            .addGroupContextExtensions(extension());
    CreateKeyPackageResponse keyPackage = bob.createKeyPackage();
    branch.addKeyPackages(keyPackage.getKeyPackage());
    add(EngineGrpc.getBranchMethod(), branch.build());
    ByteString welcome = connection.engine().branch(branch.build()).getCreated().getWelcome();
    add(
        EngineGrpc.getJoinGroupMethod(),
        join(welcome, keyPackage).addPredecessors(bob.wholeState()).build());
    Participant loner = participant("loner");
    loner.found(GROUP);
    loner.go(
        loner
            .commit(
                CommitRequest.newBuilder()
                    .setReinit(ReInitCommit.newBuilder().setByValue(reInit())))
            .getState());
    add(
        EngineGrpc.getReInitMethod(),
        ReInitRequest.newBuilder()
            .setState(loner.wholeState())
            .setSigner(loner.signer())
            .setLifetime(Participant.lifetime())
            .addExtensionTypes(0xF0C1)
            .addKeyPackages(bob.createKeyPackage().getKeyPackage())
            .setNow(Participant.now())
            .build());
  }

  private void backups() {
    ExportIdentityRequest export =
        ExportIdentityRequest.newBuilder()
            .setPayload(text)
            .setPassphrase(text)
            .setCost(BackupCost.newBuilder().setMemoryKib(1024).setPasses(1).setLanes(1))
            .build();
    ByteString[] backup = {ByteString.EMPTY};
    connection
        .engine()
        .exportIdentity(export)
        .forEachRemaining(event -> backup[0] = event.getExported().getBackup());
    add(EngineGrpc.getExportIdentityMethod(), export);
    add(
        EngineGrpc.getImportIdentityMethod(),
        ImportIdentityRequest.newBuilder().setBackup(backup[0]).setPassphrase(text).build());
  }

  /** The same client with another key. */
  private Signer withNewKey(String name) {
    return participant(name).signer();
  }

  private static PastEpoch epoch(Participant member) {
    return PastEpoch.newBuilder()
        .setEpoch(member.state().getEpoch())
        .setSecrets(member.state().getSecrets())
        .build();
  }

  private static ExternalSender sender(Participant client) {
    return ExternalSender.newBuilder()
        .setIdentity(client.signer().getIdentity())
        .setSignatureKey(client.signer().getSignatureKey())
        .build();
  }

  private ProposedReInit reInit() {
    return ProposedReInit.newBuilder()
        .setGroupId(text)
        .setCipherSuite(1)
        .addExtensions(extension())
        .build();
  }

  private PreSharedKey psk() {
    return PreSharedKey.newBuilder().setId(text).setSecret(text).build();
  }

  private Extension extension() {
    return Extension.newBuilder().setType(0xF0C1).setData(text).build();
  }
}
