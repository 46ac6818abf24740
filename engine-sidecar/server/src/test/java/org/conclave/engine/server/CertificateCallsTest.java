package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.conclave.proto.engine.launch.LaunchSecret;
import org.conclave.proto.engine.v1.CommitCreated;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CommitResponse;
import org.conclave.proto.engine.v1.CreateGroupRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageResponse;
import org.conclave.proto.engine.v1.ExternalProposeRequest;
import org.conclave.proto.engine.v1.ExternalSender;
import org.conclave.proto.engine.v1.ExternalSenderProposal;
import org.conclave.proto.engine.v1.InspectKeyPackageRequest;
import org.conclave.proto.engine.v1.InspectKeyPackageResponse;
import org.conclave.proto.engine.v1.MemberChange;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.conclave.proto.engine.v1.ProposalContent;
import org.conclave.proto.engine.v1.ProposedChange;
import org.conclave.proto.engine.v1.Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** x509 credentials through the contract. */
final class CertificateCallsTest {
  private final LaunchSecret secret = LaunchSecret.fresh(new SecureRandom());
  private EngineServer server;
  private Connection connection;
  private Participant alice;
  private Participant bob;
  private ByteString certificate;

  @BeforeEach
  void start() throws Exception {
    PrintStream faults = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    server = EngineServer.start(0, secret, faults);
    connection = Connection.to(server.port(), secret);
    alice = new Participant("alice", connection::engine);
    alice.found(ByteString.copyFrom(new byte[32]));
    Participant bare = new Participant("bob", connection::engine);
    certificate = certify(bare.signer().getSignatureKey());
    bob =
        new Participant(
            bare.signer().toBuilder().clearIdentity().addCertificateChain(certificate).build(),
            connection::engine);
  }

  @AfterEach
  void stop() {
    connection.close();
    server.close();
  }

  @Test
  void anInspectedKeyPackageTellsItsCertificates() throws IOException {
    InspectKeyPackageResponse answer =
        connection
            .engine()
            .inspectKeyPackage(
                InspectKeyPackageRequest.newBuilder()
                    .setKeyPackage(bob.createKeyPackage().getKeyPackage())
                    .setNow(Participant.now())
                    .build());
    assertThat(answer.getValid().getCertificateChainList()).containsExactly(certificate);
    assertThat(answer.getValid().getIdentity()).isEqualTo(ByteString.EMPTY);
  }

  @Test
  void changesTellCertificatesAndIdentitiesApart() {
    CreateKeyPackageResponse keyPackage = bob.createKeyPackage();
    CommitCreated added =
        alice.commit(CommitRequest.newBuilder().addAddKeyPackages(keyPackage.getKeyPackage()));
    alice.go(added.getState());
    MemberChange change = added.getState().getSummary().getChanges(0);
    assertThat(change.getCertificateChainList()).containsExactly(certificate);
    assertThat(change.getIdentity()).isEqualTo(ByteString.EMPTY);
    bob.join(added.getWelcome(), keyPackage);
    MemberChange inviter = bob.state().getSummary().getChanges(0);
    assertThat(inviter.getIdentity()).isEqualTo(ByteString.copyFromUtf8("alice"));
    assertThat(inviter.getCertificateChainList()).isEmpty();
    ProcessMessageResponse read = alice.process(bob.encrypt("hello"));
    assertThat(read.getApplication().getContent()).isEqualTo(ByteString.copyFromUtf8("hello"));
    assertThat(read.getApplication().getSenderIdentity()).isEqualTo(ByteString.EMPTY);
  }

  @Test
  void aClientThatProposesItselfTellsItsCertificates() {
    ByteString proposal =
        propose(
            alice,
            ExternalProposeRequest.newBuilder()
                .setOwnKeyPackage(bob.createKeyPackage().getKeyPackage()));
    ProposedChange proposed = alice.process(proposal).getProposal().getProposed();
    assertThat(proposed.getCertificateChainList()).containsExactly(certificate);
    assertThat(proposed.getIdentity()).isEqualTo(ByteString.EMPTY);
  }

  @Test
  void anExternalSenderMayHaveCertificates() {
    ExternalSender sender =
        ExternalSender.newBuilder()
            .addCertificateChain(certificate)
            .setSignatureKey(bob.signer().getSignatureKey())
            .build();
    alice.go(
        alice
            .commit(
                CommitRequest.newBuilder().setReplaceExtensions(true).addExternalSenders(sender))
            .getState());
    ByteString proposal =
        propose(
            alice,
            ExternalProposeRequest.newBuilder()
                .setSender(
                    ExternalSenderProposal.newBuilder()
                        .setProposal(ProposalContent.newBuilder().setRemove(0))));
    ProcessMessageResponse stored = alice.process(proposal);
    assertThat(stored.getProposal().getFromOutside()).isTrue();
    assertThat(stored.getProposal().getProposed().getIdentity().toStringUtf8()).isEqualTo("alice");
  }

  @Test
  void aGroupIsNotFoundedWithExternalSendersWhomNobodyWouldAccept() {
    ExternalSender sender =
        ExternalSender.newBuilder()
            .addCertificateChain(certificate)
            .setSignatureKey(bob.signer().getSignatureKey())
            .build();
    CreateGroupRequest.Builder request =
        CreateGroupRequest.newBuilder()
            .setGroupId(ByteString.copyFrom(new byte[32]))
            .setSigner(alice.signer())
            .setLifetime(Participant.lifetime())
            .addExternalSenders(sender);
    assertThat(
            connection.engine().createGroup(request.setNow(Participant.now()).build()).hasState())
        .isTrue();
    ExternalSender misled =
        sender.toBuilder().setSignatureKey(alice.signer().getSignatureKey()).build();
    for (CreateGroupRequest.Builder broken :
        List.of(
            request.clone().setNow(Participant.now() + 86_400),
            request.clone().clearNow().setExternalSenders(0, misled))) {
      assertThatThrownBy(() -> connection.engine().createGroup(broken.build()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }
  }

  /** Bob's proposal to the group of a member. */
  private ByteString propose(Participant member, ExternalProposeRequest.Builder request) {
    return connection
        .engine()
        .externalPropose(
            request
                .setGroupId(member.state().getSummary().getGroupId())
                .setEpoch(member.state().getSummary().getEpoch())
                .setSigner(bob.signer())
                .setNow(Participant.now())
                .build())
        .getMessage();
  }

  @Test
  void aCertificateIsRenewedByCommitAndByUpdate() throws Exception {
    CreateKeyPackageResponse keyPackage = bob.createKeyPackage();
    CommitCreated added =
        alice.commit(CommitRequest.newBuilder().addAddKeyPackages(keyPackage.getKeyPackage()));
    alice.go(added.getState());
    bob.join(added.getWelcome(), keyPackage);

    Signer successor = withNewKey();
    CommitCreated renewal = bob.commit(CommitRequest.newBuilder().setSuccessor(successor));
    ProcessMessageResponse seen = alice.process(renewal.getCommit());
    assertThat(seen.getCommit().getState().getSummary().getChanges(0).getCertificateChainList())
        .isEqualTo(successor.getCertificateChainList());
    bob.go(renewal.getState());
    bob.become(successor);

    Signer next =
        successor.toBuilder().setCertificateChain(0, certify(successor.getSignatureKey())).build();
    alice.process(bob.propose(ProposalContent.newBuilder().setUpdate(true), next));
    CommitCreated covering = alice.commit(CommitRequest.newBuilder());
    alice.go(covering.getState());
    assertThat(bob.process(covering.getCommit()).getCommit().getState().getSummary())
        .satisfies(
            summary ->
                assertThat(summary.getChangesList())
                    .anyMatch(
                        change ->
                            change
                                .getCertificateChainList()
                                .equals(next.getCertificateChainList())));
    bob.become(next);
    assertThat(bob.epochAuthenticator()).isEqualTo(alice.epochAuthenticator());
    assertThat(alice.process(bob.encrypt("renewed")).getApplication().getContent())
        .isEqualTo(ByteString.copyFromUtf8("renewed"));
  }

  @Test
  void aSuccessorOfAnotherNameIsRejectedAndOneBesideARemoveIsMisuse() {
    Signer mallory = new Participant("mallory", connection::engine).signer();
    CommitResponse answer =
        connection
            .engine()
            .commit(
                CommitRequest.newBuilder()
                    .setState(alice.wholeState())
                    .setSigner(alice.signer())
                    .setNow(Participant.now())
                    .setSuccessor(mallory)
                    .build());
    assertThat(answer.getRejected().getRule()).isEqualTo("RFC 9420 5.3.1");
    assertThatThrownBy(() -> alice.propose(ProposalContent.newBuilder().setRemove(0), mallory))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
  }

  /** Bob with another key, and a certificate for it. */
  private Signer withNewKey() throws Exception {
    Signer fresh = new Participant("bob", connection::engine).signer();
    return fresh.toBuilder()
        .clearIdentity()
        .addCertificateChain(certify(fresh.getSignatureKey()))
        .build();
  }

  @Test
  void aSignerOfTwoCredentialsIsMisuse() {
    Signer both = bob.signer().toBuilder().setIdentity(ByteString.copyFromUtf8("bob")).build();
    assertThatThrownBy(
            () ->
                connection
                    .engine()
                    .createKeyPackage(
                        CreateKeyPackageRequest.newBuilder()
                            .setSigner(both)
                            .setLifetime(Participant.lifetime())
                            .build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
  }

  private static ByteString certify(ByteString signatureKey) throws Exception {
    KeyPair authority = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Instant now = Instant.now();
    return ByteString.copyFrom(
        new X509v3CertificateBuilder(
                new X500Name("CN=authority"),
                BigInteger.ONE,
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3_600)),
                new X500Name("CN=bob"),
                new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519),
                    signatureKey.toByteArray()))
            .build(new JcaContentSignerBuilder("Ed25519").build(authority.getPrivate()))
            .getEncoded());
  }
}
