package org.conclave.libp2p.multiformats;

import java.util.Arrays;

/** Base58 with the alphabet of Bitcoin ({@code base58btc}). */
final class Base58 {
  private static final char[] ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".toCharArray();
  private static final byte[] DIGITS = digits();

  private Base58() {}

  private static byte[] digits() {
    byte[] digits = new byte[128];
    Arrays.fill(digits, (byte) -1);
    for (int i = 0; i < ALPHABET.length; i++) {
      digits[ALPHABET[i]] = (byte) i;
    }
    return digits;
  }

  static String encode(byte[] bytes) {
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    // log(256) / log(58) is below 1.38.
    byte[] base = new byte[(bytes.length - zeros) * 138 / 100 + 1];
    int used = 0;
    for (int i = zeros; i < bytes.length; i++) {
      int carry = bytes[i] & 0xff;
      int n = 0;
      while (carry != 0 || n < used) {
        carry += base[n] << 8;
        base[n++] = (byte) (carry % 58);
        carry /= 58;
      }
      used = n;
    }
    char[] text = new char[zeros + used];
    Arrays.fill(text, 0, zeros, ALPHABET[0]);
    for (int i = 0; i < used; i++) {
      text[zeros + i] = ALPHABET[base[used - 1 - i]];
    }
    return new String(text);
  }

  /** The caller bounds the length of the text: the time grows with its square. */
  static byte[] decode(String text) {
    int ones = 0;
    while (ones < text.length() && text.charAt(ones) == ALPHABET[0]) {
      ones++;
    }
    byte[] base = new byte[text.length() - ones];
    int used = 0;
    for (int i = ones; i < text.length(); i++) {
      char c = text.charAt(i);
      int carry = c < 128 ? DIGITS[c] : -1;
      if (carry < 0) {
        throw new MultiformatException("not a base58 digit at " + i);
      }
      int n = 0;
      while (carry != 0 || n < used) {
        carry += (base[n] & 0xff) * 58;
        base[n++] = (byte) carry;
        carry >>>= 8;
      }
      used = n;
    }
    byte[] bytes = new byte[ones + used];
    for (int i = 0; i < used; i++) {
      bytes[ones + i] = base[used - 1 - i];
    }
    return bytes;
  }
}
