package org.conclave.onboarding.internal.text;

import java.util.Arrays;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;

/**
 * Base32 of RFC 4648 section 6, upper case and without padding. Canonical: each byte string has one
 * text, and every other text is refused.
 */
final class Base32 {
  private static final char[] DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray();
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (byte value = 0; value < DIGITS.length; value++) {
      VALUES[DIGITS[value]] = value;
    }
  }

  private Base32() {}

  static String encode(Bytes content) {
    StringBuilder text = new StringBuilder((content.size() * 8 + 4) / 5);
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i < content.size(); i++) {
      buffer = (buffer << 8 | content.byteAt(i) & 0xff) & 0xffff;
      for (bits += 8; bits >= 5; bits -= 5) {
        text.append(DIGITS[buffer >>> (bits - 5) & 31]);
      }
    }
    if (bits > 0) {
      text.append(DIGITS[buffer << (5 - bits) & 31]);
    }
    return text.toString();
  }

  /** Empty if a character is foreign, the length impossible, or a bit set that carries nothing. */
  static Optional<Bytes> decode(String text) {
    byte[] content = new byte[text.length() * 5 / 8];
    int buffer = 0;
    int bits = 0;
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      int value = digit < VALUES.length ? VALUES[digit] : -1;
      if (value < 0) {
        return Optional.empty();
      }
      buffer = (buffer << 5 | value) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        content[length++] = (byte) (buffer >>> bits);
      }
    }
    boolean canonical = bits < 5 && (buffer & (1 << bits) - 1) == 0;
    return canonical ? Optional.of(Bytes.wrap(content)) : Optional.empty();
  }
}
