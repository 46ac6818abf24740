package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.ExternalSender;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.FramedContent;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.PublicMessage;
import org.conclave.mls.message.Sender;
import org.conclave.mls.message.WireFormat;
import org.conclave.mls.rule.Reason;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.UpdatePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Proposals by those who are no members, RFC 9420 section 12.1.8. */
class ExternalProposalTest {
  private final SecureRandom random = new SecureRandom();
  private final Device clerk = new Device("clerk");
  private final Device warden = new Device("warden");
  private final Extension senders =
      ExternalSender.extension(List.of(senderOf(clerk), senderOf(warden)));
  private Device alice;
  private Device bob;
  private Device carol;

  private static ExternalSender senderOf(Device device) {
    return new ExternalSender(
        device.signer.signatureKey(), new Credential.Basic(device.signer.identity()));
  }

  @BeforeEach
  void threeMembersWithExternalSenders() {
    alice = new Device("alice").create(List.of(senders));
    bob = new Device("bob");
    carol = new Device("carol");
    alice.add(List.of(), List.of(bob, carol));
  }

  private ExternalProposalResult tryPropose(Device sender, int index, ProposalRequest proposal) {
    return sender.engine.externalPropose(
        new ExternalProposalRequest(
            Device.GROUP_ID, alice.state.summary().epoch(), sender.signer, index, proposal),
        random,
        Device.NOW);
  }

  private byte[] propose(Device sender, int index, ProposalRequest proposal) {
    ExternalProposalResult result = tryPropose(sender, index, proposal);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(ExternalProposalCreated.class);
    return ((ExternalProposalCreated) result).message();
  }

  private void everyoneReceives(byte[] proposal) {
    for (Device member : List.of(alice, bob, carol)) {
      ProcessResult result = member.receive(proposal);
      assertThat(result).as(String.valueOf(result)).isInstanceOf(ProposalStored.class);
      assertThat(((ProposalStored) result).senderLeaf()).isEmpty();
    }
  }

  private CommitCreated bobCommits() {
    CommitCreated commit = bob.commit(CommitRequest.empty());
    bob.enter(commit);
    return commit;
  }

  private void assertBroken(byte[] message, String section, String detail) {
    ThreeMembers.assertRejected(bob.peek(message, List.of()), section, detail);
  }

  private static void assertBroken(ExternalProposalResult result, String section, String detail) {
    ThreeMembers.assertRejected(result, section, detail);
  }

  @Test
  void aClientProposesItselfAndIsAdded() {
    Device dave = new Device("dave");
    KeyPackageBundle bundle = dave.keyPackage();
    ExternalProposalResult made =
        dave.engine.proposeSelf(
            Device.GROUP_ID,
            alice.state.summary().epoch(),
            dave.signer,
            bundle.keyPackage(),
            Device.NOW);
    everyoneReceives(((ExternalProposalCreated) made).message());
    CommitCreated commit = bobCommits();
    alice.follow(commit.commit());
    carol.follow(commit.commit());
    dave.join(commit, bundle);
    assertThat(dave.authenticator()).isEqualTo(alice.authenticator());
    assertThat(carol.read(dave.send("here"))).isEqualTo("here");
  }

  @Test
  void anExternalSenderAddsRemovesReplacesAndInjects() {
    Device dave = new Device("dave");
    KeyPackageBundle bundle = dave.keyPackage();
    everyoneReceives(propose(clerk, 0, new ProposalRequest.Add(bundle.keyPackage())));
    everyoneReceives(propose(warden, 1, new ProposalRequest.Remove(carol.leaf())));
    Extension note = new Extension(Device.PRIVATE_EXTENSION, new byte[] {1});
    everyoneReceives(
        propose(clerk, 0, new ProposalRequest.ReplaceExtensions(List.of(senders, note))));
    CommitCreated commit = bobCommits();
    alice.follow(commit.commit());
    assertThat(carol.follow(commit.commit()).selfRemoved()).isTrue();
    dave.join(commit, bundle);
    assertThat(dave.authenticator()).isEqualTo(alice.authenticator());
    assertThat(alice.state.summary().groupContextExtensions())
        .extracting(Extension::type)
        .containsExactly(senders.type(), note.type());
  }

  @Test
  void anExternalSenderProposesAPreSharedKey() {
    everyoneReceives(propose(clerk, 0, new ProposalRequest.ExternalPsk(Device.bytes("id"))));
    Psk.External psk = new Psk.External(Device.bytes("id"), Secret.owning(new byte[32]));
    CommitCreated commit =
        bob.commit(
            new CommitRequest(
                List.of(),
                List.of(),
                false,
                List.of(),
                List.of(),
                null,
                new byte[0],
                false,
                true,
                List.of(psk),
                null));
    assertThat(((Rejected) alice.peek(commit.commit(), List.of())).reason())
        .isEqualTo(Reason.UNKNOWN_PSK);
    bob.enter(commit);
    alice.follow(commit.commit(), List.of(psk));
    assertThat(alice.authenticator()).isEqualTo(bob.authenticator());
  }

  @Test
  void aPreSharedKeyThatTheCommitterDoesNotKnowIsNotCovered() {
    everyoneReceives(propose(clerk, 0, new ProposalRequest.ExternalPsk(Device.bytes("id"))));
    CommitCreated commit = bobCommits();
    alice.follow(commit.commit());
    assertThat(alice.authenticator()).isEqualTo(bob.authenticator());
  }

  @Test
  void rule12_1_8_senderThatTheGroupDoesNotKnow() {
    byte[] message = propose(clerk, 2, new ProposalRequest.Remove(carol.leaf()));
    assertBroken(message, "12.1.8", "does not know");
  }

  @Test
  void rule6_1_indexOfAnotherExternalSender() {
    byte[] message = propose(clerk, 1, new ProposalRequest.Remove(carol.leaf()));
    assertBroken(message, "6.1", "signature");
  }

  @Test
  void rule12_1_8_senderOfAnEpochThatTheExtensionHasLeft() {
    CommitCreated commit =
        alice.commit(
            new CommitRequest(
                List.of(),
                List.of(),
                false,
                List.of(),
                List.of(),
                List.of(),
                new byte[0],
                false,
                true));
    alice.enter(commit);
    bob.follow(commit.commit());
    byte[] message = propose(clerk, 0, new ProposalRequest.Remove(carol.leaf()));
    assertBroken(message, "12.1.8", "no external senders");
  }

  @Test
  void rule12_1_8_kindsThatAnExternalSenderMayNotSend() {
    Forger forger = new Forger(alice);
    Proposal init = new Proposal.ExternalInit(new byte[32]);
    assertBroken(forger.message(init, new Sender.External(0)), "12.1.8", "may not send");
    Proposal update = new Proposal.Update(forger.leaf(new LeafNodeSource.InUpdate()));
    assertBroken(forger.message(update, new Sender.External(0)), "12.1.8", "may not send");
    UpdatePath path =
        new UpdatePath(forger.leaf(new LeafNodeSource.InCommit(new byte[32])), List.of());
    byte[] commit = forger.message(new Commit(List.of(), path), new Sender.External(0));
    assertBroken(commit, "12.1.8", "may not send");
  }

  @Test
  void rule12_1_3_removeOfABlankLeafByAnExternalSender() {
    assertBroken(propose(clerk, 0, new ProposalRequest.Remove(3)), "12.1.3", "blank");
  }

  @Test
  void rule10_1_externalSenderAddsAKeyPackageOfAnotherSuite() {
    byte[] other = new Device("dave", 3).keyPackage().keyPackage();
    assertBroken(forged(clerk, 0, other), "10.1", "suite");
    assertBroken(tryPropose(clerk, 0, new ProposalRequest.Add(other)), "10.1", "suite");
  }

  @Test
  void rule7_3_keyPackagesThatAreProposedFromOutsideAreWithinTheirLifetime() {
    byte[] early = new MlsMessage(notBefore(Device.NOW + 1).build()).encoded();
    assertBroken(tryPropose(clerk, 0, new ProposalRequest.Add(early)), "7.3", "lifetime");
    Device dave = new Device("dave");
    byte[] genuine = dave.keyPackage().keyPackage();
    long expired = Device.NOW + 100_000;
    ExternalProposalResult late =
        dave.engine.proposeSelf(Device.GROUP_ID, 1, dave.signer, genuine, expired);
    assertBroken(late, "7.3", "lifetime");
    // Those who get it look at no clock: they must agree on the commit of it.
    assertThat(bob.peek(forged(clerk, 0, early), List.of())).isInstanceOf(ProposalStored.class);
  }

  private static KeyPackageDraft notBefore(long start) {
    return new KeyPackageDraft("eve")
        .leaf(leaf -> leaf.source(new LeafNodeSource.InKeyPackage(start, start + 9)));
  }

  /** An Add that an external sender signs without having looked at it. */
  private byte[] forged(Device sender, int index, byte[] keyPackage) {
    FramedContent content =
        new FramedContent(
            Device.GROUP_ID,
            alice.state.summary().epoch(),
            new Sender.External(index),
            new byte[0],
            new Proposal.Add(KeyPackageDraft.decode(keyPackage)));
    AuthenticatedContent signed =
        AuthenticatedContent.sign(
            Forger.SUITE,
            WireFormat.PUBLIC_MESSAGE,
            content,
            new byte[0],
            Secret.copyOf(sender.signer.signaturePrivateKey()));
    return new MlsMessage(new PublicMessage(content, signed.auth(), null)).encoded();
  }

  @Test
  void rule6_1_addThatAnotherProposesAsTheNewMember() throws Exception {
    Device dave = new Device("dave");
    byte[] genuine =
        ((ExternalProposalCreated)
                dave.engine.proposeSelf(
                    Device.GROUP_ID, 1, dave.signer, dave.keyPackage().keyPackage(), Device.NOW))
            .message();
    PublicMessage message = MlsMessage.decode(genuine, PublicMessage.class);
    Proposal.Add another =
        new Proposal.Add(
            MlsMessage.decode(new Device("mallory").keyPackage().keyPackage(), KeyPackage.class));
    FramedContent content =
        new FramedContent(Device.GROUP_ID, 1, new Sender.NewMemberProposal(), new byte[0], another);
    PublicMessage forged = new PublicMessage(content, message.auth(), null);
    assertBroken(new MlsMessage(forged).encoded(), "6.1", "signature");
    assertThat(bob.peek(genuine, List.of())).isInstanceOf(ProposalStored.class);
  }

  @Test
  void aProposalOfAnotherEpochIsNotStored() {
    byte[] proposal = propose(clerk, 0, new ProposalRequest.Remove(carol.leaf()));
    CommitCreated commit = bobCommits();
    alice.follow(commit.commit());
    assertThat(alice.receive(proposal)).isInstanceOf(WrongEpoch.class);
  }

  @Test
  void everyOctetOfAnExternalProposalCounts() {
    byte[] genuine = propose(clerk, 0, new ProposalRequest.Remove(carol.leaf()));
    for (int i = 0; i < genuine.length; i++) {
      byte[] damaged = genuine.clone();
      damaged[i] ^= 1;
      assertThat(bob.peek(damaged, List.of()))
          .as("octet " + i)
          .isInstanceOfAny(Rejected.class, WrongEpoch.class);
    }
  }

  @Test
  void whatNoCorrectCallerAsksForIsMisuse() {
    assertThatThrownBy(() -> propose(clerk, 0, new ProposalRequest.Update()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> propose(clerk, -1, new ProposalRequest.Remove(0)))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] ofAnother = new Device("dave").keyPackage().keyPackage();
    assertThatThrownBy(
            () -> clerk.engine.proposeSelf(Device.GROUP_ID, 1, clerk.signer, ofAnother, Device.NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyPackageThatDoesNotParseIsRejected() {
    ExternalProposalResult result =
        clerk.engine.externalPropose(
            new ExternalProposalRequest(
                Device.GROUP_ID, 1, clerk.signer, 0, new ProposalRequest.Add(new byte[7])),
            random,
            Device.NOW);
    assertThat(result).isInstanceOf(Rejected.class);
  }
}
