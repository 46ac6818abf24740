package org.conclave.ui.internal.passphrase;

import static org.assertj.core.api.Assertions.assertThat;

import javax.swing.JPasswordField;
import org.conclave.api.bytes.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PassphraseTest {
  @ParameterizedTest
  @CsvSource({
    "'', TOO_SHORT",
    "abcdefg, TOO_SHORT",
    "aaaaaaaaaaaaaaaa, WEAK",
    "abcdefghijklmnop, WEAK",
    "password, WEAK",
    "correct horse, FAIR",
    "correct horse battery staple, GOOD"
  })
  void strengthFollowsWhatIsHardToGuess(String typed, Passphrase.Strength expected) {
    assertThat(Passphrase.strength(typed.toCharArray())).isEqualTo(expected);
  }

  @Test
  void aFieldIsReadAsUtf8() {
    JPasswordField field = new JPasswordField("größe€");
    try (SecretBytes secret = Passphrase.of(field)) {
      assertThat(secret.toByteArray())
          .isEqualTo("größe€".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }
}
