package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.message.GroupSecrets;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.state.StateMismatchException;
import org.conclave.mls.tree.RatchetTree;
import org.junit.jupiter.api.Test;

/**
 * Damage of every kind gives the declared outcome and no other. A seed makes each failure
 * repeatable.
 */
class DamagedInputTest {
  private static final int ROUNDS = 4_000;

  private final Device alice = new Device("alice").create();
  private final Device bob = new Device("bob");

  DamagedInputTest() {
    alice.add(List.of(), List.of(bob));
  }

  @Test
  void damagedMessagesAreRejectedByEveryDecoder() {
    CipherSuite suite = CipherSuites.find(CipherSuites.DEFAULT).orElseThrow();
    CommitCreated commit =
        alice.commit(
            new CommitRequest(
                List.of(new Device("dave").keyPackage().keyPackage()),
                List.of(),
                true,
                List.of(),
                List.of(),
                null,
                new byte[0],
                true,
                true));
    byte[] tree = alice.tree().encoded();
    List<byte[]> corpus =
        List.of(commit.commit(), commit.welcome(), bob.keyPackage().keyPackage(), alice.send("x"));
    Random random = new Random(9420);
    for (int round = 0; round < ROUNDS; round++) {
      decode(damage(corpus.get(round % corpus.size()), random), MlsMessage::decode);
      decode(damage(tree, random), in -> RatchetTree.decode(suite, in));
      decode(damage(commit.commit(), random), GroupSecrets::decode);
    }
  }

  /** Decoding either fails as declared or gives what encodes to the same octets again. */
  private static <T extends Encodable> void decode(byte[] input, Decoder<T> decoder) {
    try {
      assertThat(Decoder.decodeAll(input, decoder).encoded()).isEqualTo(input);
    } catch (RuleViolation expected) {
      assertThat(expected.rule()).startsWith("RFC 9420");
    }
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
    Random random = new Random(9421);
    for (int round = 0; round < ROUNDS / 4; round++) {
      byte[] genuine = corpus.get(round % corpus.size());
      byte[] damaged = damage(genuine, random);
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
    Random random = new Random(9422);
    for (int round = 0; round < ROUNDS / 8; round++) {
      byte[] damaged = damage(welcome, random);
      if (!Arrays.equals(welcome, damaged)) {
        assertThat(dave.tryJoin(damaged, bundle, List.of())).isInstanceOf(Rejected.class);
      }
      byte[] damagedPackage = damage(bundle.keyPackage(), random);
      if (!Arrays.equals(bundle.keyPackage(), damagedPackage)) {
        assertThat(alice.engine.inspectKeyPackage(damagedPackage, Device.NOW))
            .isInstanceOf(Rejected.class);
      }
    }
  }

  @Test
  void damagedStateIsTheCallersFault() {
    byte[] message = alice.send("hello");
    Random random = new Random(9423);
    for (int round = 0; round < ROUNDS / 8; round++) {
      GroupState damaged =
          new GroupState(
              random.nextBoolean() ? damage(bob.state.epoch(), random) : bob.state.epoch(),
              damage(bob.state.secrets(), random),
              List.copyOf(bob.rows.values()),
              new byte[0]);
      try {
        assertThat(bob.engine.process(damaged, bob.tree(), message, List.of())).isNotNull();
      } catch (StateMismatchException expected) {
        assertThat(expected).hasMessageNotContaining("Exception");
      }
    }
  }

  @Test
  void anAnnouncedLengthAllocatesNothing() {
    byte[] header = {0, 1, 0, 3, 0, 1, (byte) 0xBF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
    assertThat(alice.engine.header(header)).isEmpty();
  }

  private static byte[] damage(byte[] genuine, Random random) {
    byte[] damaged = genuine.clone();
    switch (random.nextInt(5)) {
      case 0 -> damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      case 2 -> damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      case 3 -> damaged = Arrays.copyOf(damaged, damaged.length + 1 + random.nextInt(40));
      default -> {
        int from = random.nextInt(damaged.length);
        int length = Math.min(1 + random.nextInt(16), damaged.length - from);
        System.arraycopy(
            genuine, random.nextInt(damaged.length - length + 1), damaged, from, length);
      }
    }
    return damaged;
  }
}
