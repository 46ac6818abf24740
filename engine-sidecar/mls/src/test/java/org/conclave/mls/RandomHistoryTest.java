package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever members do, in whatever order, all agree; and one who was removed reads nothing any
 * more.
 */
class RandomHistoryTest {
  private static final int STEPS = 40;
  private static final int MOST_MEMBERS = 14;

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 1", "4, 1", "5, 1", "6, 1", "7, 0xF002", "8, 0xF002"})
  void membersAgreeThroughoutAndTheRemovedAreShutOut(long seed, String cipherSuite) {
    int suite = Integer.decode(cipherSuite);
    Random choice = new Random(seed);
    List<Device> members = new ArrayList<>();
    members.add(new Device("founder", suite).create());
    int named = 0;
    for (int step = 0; step < STEPS; step++) {
      Device committer = members.get(choice.nextInt(members.size()));
      proposeSomething(choice, members, committer);
      CommitRequest request = CommitRequest.empty();
      Map<Device, KeyPackageBundle> newcomers = new HashMap<>();
      Device removed = null;
      if (members.size() > 2 && choice.nextInt(3) == 0) {
        removed = members.get(choice.nextInt(members.size()));
        removed = removed == committer ? null : removed;
      }
      if (removed != null) {
        request = request.removing(List.of(removed.leaf()));
      }
      while (members.size() + newcomers.size() < MOST_MEMBERS && choice.nextInt(2) == 0) {
        Device newcomer = new Device("member " + named++, suite);
        newcomers.put(newcomer, newcomer.keyPackage());
      }
      request =
          request.adding(newcomers.values().stream().map(KeyPackageBundle::keyPackage).toList());
      CommitCreated created = committer.commit(request);
      for (Device member : members) {
        if (member == committer) {
          member.enter(created);
        } else if (member == removed) {
          assertThat(member.follow(created.commit()).selfRemoved()).isTrue();
        } else {
          member.follow(created.commit());
        }
      }
      newcomers.forEach((newcomer, bundle) -> newcomer.join(created, bundle));
      if (removed != null) {
        members.remove(removed);
      }
      members.addAll(newcomers.keySet());
      assertAgreement(members, choice, removed);
    }
  }

  private static void proposeSomething(Random choice, List<Device> members, Device committer) {
    Device proposer = members.get(choice.nextInt(members.size()));
    if (proposer != committer && choice.nextInt(3) == 0) {
      byte[] proposal = proposer.propose(new ProposalRequest.Update());
      for (Device member : members) {
        if (member != proposer) {
          assertThat(member.receive(proposal)).isInstanceOf(ProposalStored.class);
        }
      }
    }
  }

  private static void assertAgreement(List<Device> members, Random choice, Device removed) {
    byte[] authenticator = members.get(0).authenticator();
    for (Device member : members) {
      assertThat(member.authenticator()).isEqualTo(authenticator);
    }
    Device sender = members.get(choice.nextInt(members.size()));
    byte[] message = sender.send("to all");
    for (Device member : members) {
      if (member != sender) {
        assertThat(member.read(message)).isEqualTo("to all");
      }
    }
    if (removed != null) {
      assertThat(removed.receive(message)).isInstanceOf(WrongEpoch.class);
    }
  }
}
