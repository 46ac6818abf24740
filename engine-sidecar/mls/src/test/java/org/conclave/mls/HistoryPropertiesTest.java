package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.conclave.mls.Keeper.Sent;
import org.conclave.mls.schedule.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What holds in every history: all agree; who was removed opens nothing of what comes after, who
 * joins nothing of what was before, and nobody anything of six epochs ago; messages that come late,
 * in any order or not at all, rival commits and repeated calls do no harm. Members come and go by
 * the commits of others and by external commits of their own, and change their keys.
 */
class HistoryPropertiesTest {
  private static final int STEPS = 16;
  private static final int MOST_MEMBERS = 8;

  private final List<Keeper> members = new ArrayList<>();
  private final List<Keeper> removed = new ArrayList<>();
  private final List<Sent> all = new ArrayList<>();
  private final Map<Keeper, List<Sent>> undelivered = new HashMap<>();
  private Random choice = new Random(0);
  private int suite;
  private int named;
  private int joinedAlone;
  private int cameBack;

  @ParameterizedTest
  @CsvSource({
    "1, 11", "1, 12", "1, 13", "1, 14", "2, 15", "3, 16", "4, 17", "5, 18", "6, 19", "7, 20"
  })
  void whateverHappens(int suite, long seed) {
    this.suite = suite;
    this.choice = new Random(seed);
    Keeper founder = new Keeper(newDevice().create());
    members.add(founder);
    undelivered.put(founder, new ArrayList<>());
    commit(founder, 2, null);
    for (int step = 0; step < STEPS; step++) {
      send(1 + choice.nextInt(3));
      deliver();
      Keeper committer = any();
      Keeper leaving = members.size() > 3 && choice.nextInt(3) == 0 ? any() : null;
      int joining = members.size() < MOST_MEMBERS - 1 ? choice.nextInt(3) : 0;
      commit(committer, joining, leaving == committer ? null : leaving);
      if (choice.nextInt(3) == 0) {
        joinOnOnesOwn();
      }
      assertSecrecy();
    }
    assertThat(joinedAlone).as("joins by external commit").isPositive();
    assertThat(cameBack).as("members who came back").isPositive();
  }

  private Device newDevice() {
    return new Device("member " + named++, suite);
  }

  private Keeper any() {
    return members.get(choice.nextInt(members.size()));
  }

  // Messages.

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      Keeper sender = any();
      Keeper other = members.get(members.get(0) == sender ? 1 : 0);
      // A call that is repeated with the same state takes the same key, and never the same guard.
      ProtectedMessage unused = (ProtectedMessage) sender.device.trySend("never sent");
      String text = "message " + all.size();
      byte[] message = sender.device.send(text);
      assertThat(message).isNotEqualTo(unused.message());
      Sent sent =
          new Sent(
              sender.device,
              sender.epoch(),
              other.device.state.epoch(),
              sender.device.tree(),
              text,
              message);
      assertThat(other.canOpen(sent))
          .as("what a member stores opens what it has not read")
          .isTrue();
      all.add(sent);
      for (Keeper member : members) {
        if (member != sender) {
          undelivered.get(member).add(sent);
        }
      }
    }
  }

  /** Delivers some of what is there in any order; what is left becomes late, or is never read. */
  private void deliver() {
    for (Keeper member : members) {
      List<Sent> inbox = undelivered.get(member);
      inbox.removeIf(sent -> member.epoch() - sent.epoch() > Keeper.PAST_EPOCHS);
      Collections.shuffle(inbox, choice);
      for (Iterator<Sent> next = inbox.iterator(); next.hasNext(); ) {
        Sent sent = next.next();
        if (choice.nextInt(4) == 0) {
          continue;
        }
        if (sent.epoch() == member.epoch()) {
          // The same call twice with the same state: the same answer twice.
          assertThat(member.device.peek(sent.message(), List.of()))
              .usingRecursiveComparison()
              .isEqualTo(member.device.peek(sent.message(), List.of()));
        }
        assertThat(member.read(sent.epoch(), sent.message())).isEqualTo(sent.text());
        next.remove();
        if (sent.epoch() == member.epoch()) {
          assertThat(member.device.receive(sent.message())).isInstanceOf(Rejected.class);
        }
      }
    }
  }

  // Commits.

  private void commit(Keeper committer, int joining, @Nullable Keeper leaving) {
    Map<Device, KeyPackageBundle> newcomers = new HashMap<>();
    for (int i = 0; i < joining; i++) {
      Device newcomer = newDevice();
      newcomers.put(newcomer, newcomer.keyPackage());
    }
    CommitRequest request =
        CommitRequest.empty()
            .removing(leaving == null ? List.of() : List.of(leaving.device.leaf()))
            .adding(newcomers.values().stream().map(KeyPackageBundle::keyPackage).toList());
    CommitCreated rival = members.size() > 1 && choice.nextInt(3) == 0 ? rivalOf(committer) : null;
    Signer successor = choice.nextInt(4) == 0 ? withNewKey(committer.device) : null;
    CommitCreated created = committer.device.commit(request.succeededBy(successor));
    everyoneFollows(created.commit(), committer, leaving);
    committer.enter(created.state());
    committer.device.signer = successor == null ? committer.device.signer : successor;
    newcomers.forEach((newcomer, bundle) -> newcomer.join(created, bundle));
    newcomers.keySet().forEach(this::welcome);
    assertAgreement();
    if (rival != null) {
      assertThat(committer.device.peek(rival.commit(), List.of())).isInstanceOf(WrongEpoch.class);
    }
  }

  private static Signer withNewKey(Device device) {
    Signer old = device.signer;
    Signer fresh = new Device("", old.cipherSuite()).signer;
    return new Signer(
        old.cipherSuite(), old.credential(), fresh.signatureKey(), fresh.signaturePrivateKey());
  }

  private void everyoneFollows(
      byte[] commit, @Nullable Keeper committer, @Nullable Keeper leaving) {
    for (Keeper member : members) {
      if (member == committer) {
        continue;
      }
      CommitApplied first = applied(member, commit);
      CommitApplied again = applied(member, commit);
      assertThat(first.selfRemoved()).isEqualTo(member == leaving);
      if (first.state() != null && again.state() != null) {
        assertThat(again.state().summary().epochAuthenticator())
            .isEqualTo(first.state().summary().epochAuthenticator());
        member.enter(again.state());
      }
    }
    if (leaving != null) {
      members.remove(leaving);
      removed.add(leaving);
    }
  }

  private void welcome(Device newcomer) {
    Keeper keeper = new Keeper(newcomer);
    members.add(keeper);
    undelivered.put(keeper, new ArrayList<>());
  }

  /**
   * By external commit: somebody new, or a member who lost its state and takes the place of its
   * former self. Sometimes another tries the same, and comes too late.
   */
  private void joinOnOnesOwn() {
    Keeper teller = any();
    Keeper former = choice.nextBoolean() ? any() : null;
    former = former == teller ? null : former;
    if (former == null && members.size() >= MOST_MEMBERS) {
      return;
    }
    byte[] info = ExternalCommitTest.groupInfo(teller.device, true);
    Device joiner = former == null ? newDevice() : withoutState(former.device);
    ExternalCommitCreated created = joiner.externalCommit(info, former != null);
    byte[] late = newDevice().externalCommit(info, false).commit();
    for (Keeper member : members) {
      assertThat(applied(member, late).selfRemoved()).isFalse();
    }
    everyoneFollows(created.commit(), null, former);
    joiner.enter(created.state());
    welcome(joiner);
    joinedAlone += former == null ? 1 : 0;
    cameBack += former == null ? 0 : 1;
    assertAgreement();
    assertThat(any().device.peek(late, List.of())).isInstanceOf(WrongEpoch.class);
  }

  /** The client of that device once more, with its key or with another. */
  private Device withoutState(Device device) {
    return new Device(choice.nextBoolean() ? device.signer : withNewKey(device));
  }

  private static CommitApplied applied(Keeper member, byte[] commit) {
    ProcessResult result = member.device.peek(commit, List.of());
    assertThat(result).as(String.valueOf(result)).isInstanceOf(CommitApplied.class);
    return (CommitApplied) result;
  }

  /**
   * Another commits on the same state: those who apply that one agree. Then all are back where they
   * were. Its sender goes on with it and comes back, as it may any number of times; what framing
   * the commit consumed stays consumed.
   */
  private CommitCreated rivalOf(Keeper committer) {
    List<Keeper> others = members.stream().filter(member -> member != committer).toList();
    Keeper sender = others.get(choice.nextInt(others.size()));
    CommitCreated rival = sender.device.commit(CommitRequest.empty());
    byte[] authenticator = rival.state().summary().epochAuthenticator();
    for (Keeper member : others) {
      if (member != sender) {
        CommitApplied applied = applied(member, rival.commit());
        assertThat(applied.state()).isNotNull();
        assertThat(applied.state().summary().epochAuthenticator()).isEqualTo(authenticator);
      }
    }
    Device device = sender.device;
    NewState before = device.state;
    List<Row> rows = List.copyOf(device.rows.values());
    device.enter(rival);
    assertThat(device.authenticator()).isEqualTo(authenticator);
    device.enter(before);
    device.rows.clear();
    rows.forEach(row -> device.rows.put(row.key(), row));
    device.store(rival.consumed());
    return rival;
  }

  // What holds after each step.

  private void assertAgreement() {
    byte[] authenticator = members.get(0).device.authenticator();
    for (Keeper member : members) {
      assertThat(member.device.authenticator()).isEqualTo(authenticator);
      assertThat(member.device.tree().treeHash())
          .isEqualTo(members.get(0).device.tree().treeHash());
    }
  }

  private void assertSecrecy() {
    long present = members.get(0).epoch();
    for (Keeper gone : removed) {
      for (Sent sent : all) {
        if (sent.epoch() > gone.epoch()) {
          assertThat(gone.canOpen(sent)).as("a removed member opens %s", sent.text()).isFalse();
        }
      }
    }
    for (Keeper member : members) {
      for (Sent sent : all) {
        boolean old = sent.epoch() <= present - Keeper.PAST_EPOCHS - 1;
        boolean before = member.epochJoined > sent.epoch();
        if (sent.sender() != member.device && (old || before)) {
          assertThat(member.canOpen(sent)).as("epoch %s opens %s", present, sent.text()).isFalse();
        }
      }
    }
  }
}
