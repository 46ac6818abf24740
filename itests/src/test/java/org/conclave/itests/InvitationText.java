package org.conclave.itests;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * An invitation taken apart and put together again with its check digits right, as somebody would
 * who wants a changed one to pass: prefix, colon, Base32 (RFC 4648, section 6, no padding) of the
 * content and of the first four bytes of SHA-256 over prefix, colon and content.
 */
final class InvitationText {
  private static final String PREFIX = "CONCLAVE1:";
  private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int CHECKSUM = 4;

  private InvitationText() {}

  static byte[] content(String invitation) {
    String digits = invitation.substring(PREFIX.length());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int buffer = 0;
    int bits = 0;
    for (char digit : digits.toCharArray()) {
      buffer = (buffer << 5 | DIGITS.indexOf(digit)) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.write(buffer >>> bits);
      }
    }
    byte[] all = bytes.toByteArray();
    return Arrays.copyOf(all, all.length - CHECKSUM);
  }

  static String of(byte[] content) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(content);
    all.write(checksum(content), 0, CHECKSUM);
    String binary = new BigInteger(1, all.toByteArray()).toString(2);
    StringBuilder bits = new StringBuilder("0".repeat(all.size() * 8 - binary.length()) + binary);
    while (bits.length() % 5 != 0) {
      bits.append('0');
    }
    StringBuilder text = new StringBuilder(PREFIX);
    for (int at = 0; at < bits.length(); at += 5) {
      text.append(DIGITS.charAt(Integer.parseInt(bits.substring(at, at + 5), 2)));
    }
    return text.toString();
  }

  private static byte[] checksum(byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(PREFIX.getBytes(StandardCharsets.UTF_8));
      return digest.digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
