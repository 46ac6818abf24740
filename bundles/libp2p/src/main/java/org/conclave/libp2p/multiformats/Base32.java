package org.conclave.libp2p.multiformats;

/** Base32 of RFC 4648 in lower case without padding (multibase {@code b}). */
final class Base32 {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private Base32() {}

  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder((bytes.length * 8 + 4) / 5);
    int pending = 0;
    int bits = 0;
    for (byte b : bytes) {
      pending = pending << 8 | b & 0xff;
      for (bits += 8; bits >= 5; bits -= 5) {
        text.append(ALPHABET.charAt(pending >>> (bits - 5) & 31));
      }
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt(pending << (5 - bits) & 31));
    }
    return text.toString();
  }

  static byte[] decode(String text) {
    byte[] bytes = new byte[text.length() * 5 / 8];
    int pending = 0;
    int bits = 0;
    int n = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        throw new MultiformatException("not a base32 digit at " + i);
      }
      pending = pending << 5 | digit;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[n++] = (byte) (pending >>> bits);
      }
    }
    if (bits >= 5 || (pending & (1 << bits) - 1) != 0) {
      throw new MultiformatException("base32 with stray bits at the end");
    }
    return bytes;
  }
}
