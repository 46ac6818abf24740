package org.conclave.ui.internal.passphrase;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.swing.JPasswordField;
import org.conclave.api.bytes.SecretBytes;

/** How a passphrase leaves a field, and how hard it would be to guess. */
public final class Passphrase {
  private static final int MINIMUM_BYTES = 8;
  private static final double FAIR_BITS = 45;
  private static final double GOOD_BITS = 65;

  /** What is said of a new passphrase. STRONG takes a better judge than this class. */
  public enum Strength {
    TOO_SHORT,
    WEAK,
    FAIR,
    GOOD,
    STRONG
  }

  private Passphrase() {}

  /** What the field holds, as UTF-8. The caller closes it. */
  public static SecretBytes of(JPasswordField field) {
    char[] typed = field.getPassword();
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    Arrays.fill(encoded.array(), (byte) 0);
    Arrays.fill(typed, '\0');
    return SecretBytes.wrap(bytes);
  }

  static boolean same(JPasswordField one, JPasswordField other) {
    try (SecretBytes first = of(one);
        SecretBytes second = of(other)) {
      return first.equals(second);
    }
  }

  static Strength strength(JPasswordField field) {
    char[] typed = field.getPassword();
    try {
      return strength(typed);
    } finally {
      Arrays.fill(typed, '\0');
    }
  }

  /**
   * A guess that errs to the low side: the kinds of characters set the choice at each place, and a
   * character that repeats or continues the one before counts a quarter.
   */
  static Strength strength(char[] typed) {
    int choice = 0;
    choice += any(typed, Character::isLowerCase) ? 26 : 0;
    choice += any(typed, Character::isUpperCase) ? 26 : 0;
    choice += any(typed, Character::isDigit) ? 10 : 0;
    choice += any(typed, c -> !Character.isLetterOrDigit(c)) ? 20 : 0;
    double places = 0;
    for (int i = 0; i < typed.length; i++) {
      places += i > 0 && Math.abs(typed[i] - typed[i - 1]) <= 1 ? 0.25 : 1;
    }
    double bits = choice == 0 ? 0 : places * Math.log(choice) / Math.log(2);
    if (utf8Length(typed) < MINIMUM_BYTES) {
      return Strength.TOO_SHORT;
    }
    if (bits < FAIR_BITS) {
      return Strength.WEAK;
    }
    return bits < GOOD_BITS ? Strength.FAIR : Strength.GOOD;
  }

  private static int utf8Length(char[] typed) {
    int length = 0;
    for (char c : typed) {
      length += c < 0x80 ? 1 : 2;
    }
    return length;
  }

  private static boolean any(char[] typed, Kind kind) {
    for (char c : typed) {
      if (kind.has(c)) {
        return true;
      }
    }
    return false;
  }

  private interface Kind {
    boolean has(char c);
  }
}
