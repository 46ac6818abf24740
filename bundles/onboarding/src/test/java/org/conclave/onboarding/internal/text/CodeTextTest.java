package org.conclave.onboarding.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTextTest {
  /** RFC 4648 section 10, without padding. */
  @ParameterizedTest
  @CsvSource({
    "f,MY",
    "fo,MZXQ",
    "foo,MZXW6",
    "foob,MZXW6YQ",
    "fooba,MZXW6YTB",
    "foobar,MZXW6YTBOI"
  })
  void base32IsThatOfTheRfc(String plain, String encoded) {
    assertThat(Base32.encode(Bytes.utf8(plain))).isEqualTo(encoded);
    assertThat(Base32.decode(encoded)).contains(Bytes.utf8(plain));
  }

  /** Bits that carry nothing, impossible lengths, foreign characters. */
  @ParameterizedTest
  @ValueSource(strings = {"MZ", "M", "MZX", "MZXW6Y", "my", "MY======", "M1", "MÄ", "0Y"})
  void base32HasOneFormOnly(String text) {
    assertThat(Base32.decode(text)).isEmpty();
  }

  @Test
  void everyLengthComesBack() throws Exception {
    Random random = new Random(3);
    for (int size = 0; size < 300; size++) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      String text = CodeText.INVITATION.encode(Bytes.wrap(content));
      assertThat(text).matches("CONCLAVE1:[A-Z2-7]+");
      assertThat(CodeText.INVITATION.decode(text)).isEqualTo(Bytes.wrap(content));
    }
  }

  @Test
  void oneKindOfCodeIsNotAnother() {
    String account = CodeText.ACCOUNT.encode(Bytes.wrap(new byte[32]));
    String renamed = account.replace("CONCLAVEID1", "CONCLAVE1");
    for (String text : new String[] {account, renamed}) {
      assertThatThrownBy(() -> CodeText.INVITATION.decode(text))
          .isInstanceOf(UnreadableTextException.class);
    }
  }

  @Test
  void anythingElseIsUnreadableAndNothingWorse() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "CONCLAVE1:" : "");
      for (int length = random.nextInt(60); length > 0; length--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
      }
      assertThatThrownBy(() -> CodeText.INVITATION.decode(text.toString()))
          .isInstanceOf(UnreadableTextException.class);
    }
    assertThatThrownBy(() -> CodeText.INVITATION.decode("CONCLAVE1:" + "A".repeat(1 << 20)))
        .isInstanceOf(UnreadableTextException.class);
  }

  @Test
  void fingerprintsAreFortyDigitsAndDiffer() {
    String one = Fingerprint.of(Bytes.wrap(new byte[32]));
    assertThat(one).matches("\\d{5}( \\d{5}){7}");
    byte[] other = new byte[32];
    other[31] = 1;
    assertThat(Fingerprint.of(Bytes.wrap(other))).isNotEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ada", "Łucja Öztürk", "李小龍", "نیما‌فر", "👩‍💻 Ada", "O’Brien-Smith"})
  void namesOfPeopleAreAccepted(String name) {
    assertThat(DisplayName.ofInput(name)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "a\u0007",
        "a\u0085b",
        "a\u202eb",
        "a\u2066b",
        "a\u200fb",
        "\u200d",
        "a\u2028b",
        "a\ufeffb",
        "\ud800",
        "a\ue000"
      })
  void namesThatHideOrTurnAreRefused(String name) {
    assertThat(DisplayName.ofInput(name)).isEmpty();
    assertThat(DisplayName.isValid(name)).isFalse();
  }

  @Test
  void aHundredCharactersFitAndNoMore() {
    assertThat(DisplayName.ofInput("😀".repeat(100))).isPresent();
    assertThat(DisplayName.ofInput("x".repeat(101))).isEmpty();
    assertThat(DisplayName.ofInput("x".repeat(1_000_000))).isEmpty();
  }
}
