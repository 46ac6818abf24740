package org.conclave.migration.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.migration.Strength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassphraseMeterTest {
  private final PassphraseMeter meter = new PassphraseMeter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "password",
        "Passw0rd!",
        "qwertzuiop",
        "harbour2026",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "2026-11-24",
        "Michael1987"
      })
  void whatPeopleTakeFirstIsWeak(String passphrase) {
    assertThat(strength(passphrase)).isEqualTo(Strength.WEAK);
  }

  @ParameterizedTest
  @CsvSource({
    "gravel otter lantern seventeen quietly, STRONG",
    "correct horse battery staple, STRONG",
    "vK9#mQ2xLpz7, GOOD",
    "vK9#mQ2x, WEAK",
    "vK9#mQ2xLp, FAIR"
  })
  void lengthAndChanceMakeItStronger(String passphrase, Strength strength) {
    assertThat(strength(passphrase)).isEqualTo(strength);
  }

  @Test
  void longAndOddPassphrasesAreMeasuredInTime() {
    long start = System.nanoTime();
    assertThat(strength("ab".repeat(512))).isNotNull();
    assertThat(strength("9".repeat(1_024))).isNotNull();
    assertThat(strength("Größe 🙂 ".repeat(60))).isNotNull();
    assertThat(meter.strength(SecretBytes.wrap(new byte[] {(byte) 0xff, (byte) 0xfe, 0})))
        .isEqualTo(Strength.WEAK);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void passphraseIsLeftToItsOwner() {
    SecretBytes passphrase = Samples.passphrase("gravel otter lantern");
    meter.strength(passphrase);
    assertThat(passphrase.toByteArray())
        .isEqualTo("gravel otter lantern".getBytes(StandardCharsets.UTF_8));
  }

  private Strength strength(String passphrase) {
    return meter.strength(Samples.passphrase(passphrase));
  }
}
