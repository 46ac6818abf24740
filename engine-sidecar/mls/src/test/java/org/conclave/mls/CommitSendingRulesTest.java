package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.Commit;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.ProposalOrRef;
import org.conclave.mls.message.PublicMessage;
import org.conclave.mls.schedule.Psk;
import org.junit.jupiter.api.Test;

/**
 * What RFC 9420 sections 8.4, 12.4 and 12.4.1 ask of the one who sends, and 12.4.2 about epochs.
 */
class CommitSendingRulesTest {
  private static final Psk.External PSK =
      new Psk.External(Device.bytes("id"), Secret.owning(Device.bytes("shared")));

  private final ThreeMembers group = new ThreeMembers();

  private static CommitRequest request(boolean force, List<Psk.External> psks) {
    return new CommitRequest(
        List.of(), List.of(), force, psks, List.of(), null, new byte[0], true, true);
  }

  private Commit committed(CommitRequest request) throws Exception {
    byte[] message = group.alice.commit(request).commit();
    return (Commit) MlsMessage.decode(message, PublicMessage.class).content().content();
  }

  private PreSharedKeyId pskOf(Commit commit) {
    Proposal proposal = ((ProposalOrRef.ByValue) commit.proposals().get(0)).proposal();
    return ((Proposal.PreSharedKey) proposal).psk();
  }

  @Test
  void rule8_4_eachInjectionHasAFreshNonceOfTheRightLength() throws Exception {
    PreSharedKeyId first = pskOf(committed(request(false, List.of(PSK))));
    PreSharedKeyId second = pskOf(committed(request(false, List.of(PSK))));
    assertThat(first.nonce()).hasSize(Forger.SUITE.secretLength()).isNotEqualTo(second.nonce());
  }

  @Test
  void rule12_4_pathIsThereWhereItMustBe() throws Exception {
    assertThat(committed(request(false, List.of())).path()).isNotNull();
    assertThat(committed(request(true, List.of(PSK))).path()).isNotNull();
    assertThat(committed(request(false, List.of(PSK))).path()).isNull();
    byte[] update = group.bob.propose(new ProposalRequest.Update());
    assertThat(group.alice.receive(update)).isInstanceOf(ProposalStored.class);
    assertThat(committed(request(false, List.of())).path()).isNotNull();
  }

  @Test
  void rule12_4_noApplicationDataBeforeObservedProposalsAreCommitted() {
    byte[] update = group.carol.propose(new ProposalRequest.Update());
    assertThat(group.alice.receive(update)).isInstanceOf(ProposalStored.class);
    ThreeMembers.assertRejected(group.alice.trySend("too early"), "12.4", "proposals wait");
    group.alice.enter(group.alice.commit(CommitRequest.empty()));
    assertThat(group.alice.trySend("now")).isInstanceOf(ProtectedMessage.class);
  }

  @Test
  void rule12_4_2_commitOfAnotherEpochIsNotApplied() {
    byte[] stale = group.carol.commit(CommitRequest.empty()).commit();
    CommitCreated next = group.alice.commit(CommitRequest.empty());
    group.alice.enter(next);
    assertThat(group.carol.follow(next.commit()).state()).isNotNull();
    byte[] early = group.carol.commit(CommitRequest.empty()).commit();
    assertWrongEpoch(early, 2);
    group.bob.follow(next.commit());
    assertWrongEpoch(stale, 1);
  }

  private void assertWrongEpoch(byte[] message, long epoch) {
    assertThat(group.bob.peek(message, List.of()))
        .isInstanceOfSatisfying(
            WrongEpoch.class, wrong -> assertThat(wrong.messageEpoch()).isEqualTo(epoch));
  }

  @Test
  void rule12_4_2_preSharedKeysMustBeAvailable() {
    byte[] commit = group.alice.commit(request(true, List.of(PSK))).commit();
    group.assertBroken(commit, "8.4", "not known");
    Psk.External wrong = new Psk.External(PSK.id(), Secret.owning(Device.bytes("another")));
    ThreeMembers.assertRejected(
        group.bob.peek(commit, List.of(wrong)), "12.4.2", "confirmation tag");
    assertThat(group.bob.peek(commit, List.of(PSK))).isInstanceOf(CommitApplied.class);
  }

  @Test
  void rule12_4_2_commitOfOneWhoIsNoMemberAnyMore() {
    Forger removed = new Forger(group.carol);
    CommitCreated next =
        group.alice.commit(CommitRequest.empty().removing(List.of(group.carol.leaf())));
    group.bob.follow(next.commit());
    assertThat(group.bob.peek(removed.commit(null), List.of())).isInstanceOf(WrongEpoch.class);
  }
}
