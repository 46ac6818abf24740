package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.PrivateFraming;
import org.conclave.mls.group.SenderData;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PrivateMessage;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.KeySchedule;
import org.conclave.mls.schedule.RatchetLimits;
import org.conclave.mls.schedule.RowKey.Kind;
import org.conclave.mls.schedule.SecretTree;
import org.conclave.mls.state.SecretsPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that a call is done with are wiped, and what it answered or was given is not. */
class WipingTest {
  private final CipherSuite suite = Forger.SUITE;
  private final ThreeMembers group = new ThreeMembers();
  private final Device bob = group.bob;

  private static void assertWiped(Secret secret) {
    assertThat(secret).isEqualTo(Secret.zeros(secret.length()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keyOfAMessageIsWipedWhetherItOpensOrNot(boolean damaged) throws RuleViolation {
    byte[] sent = group.alice.send("hello");
    PrivateMessage message = MlsMessage.decode(sent, PrivateMessage.class);
    SecretsPart.Full secrets = SecretsPart.decodeFull(bob.state.secrets());
    SenderData sender = SenderData.open(suite, secrets.senderData(), message);
    SecretTree rows =
        new SecretTree(
            suite, bob.tree().width(), List.copyOf(bob.rows.values()), RatchetLimits.DEFAULT);
    SecretTree.MessageKey key =
        rows.take(sender.leafIndex(), Kind.APPLICATION, sender.generation()).orElseThrow();
    if (damaged) {
      message.ciphertext()[0] ^= 1;
    }
    try {
      PrivateFraming.open(suite, message, sender, key);
      assertThat(damaged).isFalse();
    } catch (RuleViolation e) {
      assertThat(damaged).isTrue();
    }
    assertWiped(key.keys().key());
  }

  @Test
  void partSIsWipedWhole() {
    byte[] stored = bob.state.secrets().clone();
    SecretsPart.Full decoded = SecretsPart.decodeFull(bob.state.secrets());
    List<Secret> all = new ArrayList<>(decoded.scheduled());
    all.add(decoded.keys().leafKey());
    all.addAll(decoded.keys().nodeKeys().values());
    assertThat(all).noneMatch(secret -> secret.equals(Secret.zeros(secret.length())));
    decoded.wipe();
    all.forEach(WipingTest::assertWiped);
    assertThat(bob.state.secrets()).isEqualTo(stored);
  }

  @Test
  void keyScheduleKeepsWhatLastsAsLongAsTheEpoch() {
    KeySchedule schedule =
        KeySchedule.advance(suite, secret(1), secret(2), secret(3), new byte[] {4});
    schedule.wipeTransient();
    assertWiped(schedule.joiner());
    assertWiped(schedule.welcome());
    assertWiped(schedule.encryption());
    assertThat(schedule.secrets().all())
        .noneMatch(secret -> secret.equals(Secret.zeros(secret.length())));
  }

  private Secret secret(int value) {
    Secret secret = Secret.zeros(suite.secretLength());
    secret.expose()[0] = (byte) value;
    return secret;
  }
}
