package org.conclave.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class KeyDerivationTest {
  private static final byte[] PASSPHRASE = {1, 2, 3};
  private static final byte[] SALT = new byte[16];

  /** Long enough on any machine to be told of on the way. */
  private static final BackupCost LONG = new BackupCost(48 * 1024, 16, 1);

  @Test
  void progressRisesFromNothingToTheEnd() throws Exception {
    Told told = new Told();
    new KeyDerivation(bytes -> true).derive(PASSPHRASE, SALT, LONG, told);
    assertThat(told.perMille).startsWith(0).endsWith(1_000).isSorted().doesNotHaveDuplicates();
    assertThat(told.perMille).hasSizeGreaterThan(2);
  }

  @Test
  void waitingEndsAtOnceWhenCancelled() {
    Told told = new Told();
    told.givesUp = true;
    KeyDerivation derivation = new KeyDerivation(bytes -> true);
    assertThatThrownBy(() -> derivation.derive(PASSPHRASE, SALT, LONG, told))
        .isInstanceOf(DerivationCancelledException.class);
    assertThat(derivation.isBusy()).isTrue();
    assertThat(told.perMille).doesNotContain(1_000);
  }

  @Test
  void interruptionEndsTheWaiting() throws Exception {
    KeyDerivation derivation = new KeyDerivation(bytes -> true);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> derivation.derive(PASSPHRASE, SALT, LONG, new Told()))
        .isInstanceOf(DerivationCancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void derivationsTakeTurns() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    KeyDerivation derivation =
        new KeyDerivation(
            bytes -> {
              asked.countDown();
              try {
                return release.await(20, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                return false;
              }
            });
    BackupCost small = new BackupCost(1024, 1, 1);
    Thread first = new Thread(() -> deriveQuietly(derivation, small));
    first.start();
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    Told second = new Told();
    second.givesUp = true;
    assertThatThrownBy(() -> derivation.derive(PASSPHRASE, SALT, small, second))
        .isInstanceOf(DerivationCancelledException.class);
    assertThat(second.perMille).containsExactly(0);
    release.countDown();
    first.join(20_000);
    assertThat(first.isAlive()).isFalse();
  }

  @Test
  void abandonedKeyIsWiped() throws Exception {
    Derivation derivation =
        new Derivation(PASSPHRASE.clone(), SALT, new BackupCost(1024, 1, 1), bytes -> true);
    byte[] key = derivation.call();
    assertThat(key).isNotEqualTo(new byte[Argon2id.KEY_SIZE]);
    derivation.abandon();
    assertThat(key).isEqualTo(new byte[Argon2id.KEY_SIZE]);
  }

  @Test
  void ownCopyOfThePassphraseIsWiped() throws Exception {
    byte[] owned = PASSPHRASE.clone();
    new Derivation(owned, SALT, new BackupCost(1024, 1, 1), bytes -> true).call();
    assertThat(owned).isEqualTo(new byte[PASSPHRASE.length]);
  }

  private static void deriveQuietly(KeyDerivation derivation, BackupCost cost) {
    try {
      derivation.derive(PASSPHRASE, SALT, cost, new Told());
    } catch (NotEnoughMemoryException | DerivationCancelledException e) {
      throw new AssertionError(e);
    }
  }
}
