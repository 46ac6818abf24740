package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What is damaged is never taken for genuine, and does not stop what is. That nothing else comes of
 * it is {@link FuzzTest}'s to show.
 */
class DamagedInputTest {
  private static final int ROUNDS = 4_000;

  private final Device alice = new Device("alice").create();
  private final Device bob = new Device("bob");

  DamagedInputTest() {
    alice.add(List.of(), List.of(bob));
  }

  @Test
  void damagedMessagesAreNeverProcessed() {
    byte[] message = alice.send("hello");
    CommitCreated publicCommit =
        alice.commit(
            new CommitRequest(
                List.of(), List.of(), true, List.of(), List.of(), null, new byte[0], true, true));
    CommitCreated privateCommit = alice.commit(CommitRequest.empty());
    List<byte[]> corpus = List.of(message, publicCommit.commit(), privateCommit.commit());
    Mutator mutator = new Mutator(new Random(9421));
    for (int round = 0; round < ROUNDS / 4; round++) {
      byte[] genuine = corpus.get(round % corpus.size());
      byte[] damaged = mutator.mutate(List.of(genuine));
      if (!Arrays.equals(genuine, damaged)) {
        assertThat(bob.peek(damaged, List.of())).isInstanceOfAny(Rejected.class, WrongEpoch.class);
        alice.engine.header(damaged);
      }
    }
    assertThat(bob.read(message)).isEqualTo("hello");
    bob.follow(publicCommit.commit());
  }

  @Test
  void damagedWelcomesAndKeyPackagesAreRejected() {
    Device dave = new Device("dave");
    KeyPackageBundle bundle = dave.keyPackage();
    byte[] welcome =
        alice.commit(CommitRequest.empty().adding(List.of(bundle.keyPackage()))).welcome();
    Mutator mutator = new Mutator(new Random(9422));
    for (int round = 0; round < ROUNDS / 8; round++) {
      byte[] damaged = mutator.mutate(List.of(welcome));
      if (!Arrays.equals(welcome, damaged)) {
        assertThat(dave.tryJoin(damaged, bundle, List.of())).isInstanceOf(Rejected.class);
      }
      byte[] damagedPackage = mutator.mutate(List.of(bundle.keyPackage()));
      if (!Arrays.equals(bundle.keyPackage(), damagedPackage)) {
        assertThat(alice.engine.inspectKeyPackage(damagedPackage, Device.NOW))
            .isInstanceOf(Rejected.class);
      }
    }
  }
}
