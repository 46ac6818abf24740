package org.conclave.onboarding.internal.text;

import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.Sha256;

/**
 * Bytes as text: a prefix that says what they are, a colon, and the Base32 of the bytes and a
 * checksum of four bytes over prefix and bytes. Only characters of the QR alphanumeric mode. White
 * space and invisible characters that mail programs and messengers insert are read over; a changed
 * character never is.
 */
public enum CodeText {
  /** A signed invitation. */
  INVITATION("CONCLAVE1", 10 * 1024),
  /** An account's public key. */
  ACCOUNT("CONCLAVEID1", 32),
  /** What two members compare. */
  SAFETY("CONCLAVESN1", 32),
  /** A share of the recovery key. Secret. */
  SHARE("CONCLAVESHARE1", 64);

  private static final int CHECKSUM = 4;
  private static final int MAX_INPUT = 64 * 1024;

  private final String prefix;
  private final int maxContent;

  CodeText(String prefix, int maxContent) {
    this.prefix = prefix + ":";
    this.maxContent = maxContent;
  }

  /**
   * @throws IllegalArgumentException if {@code content} is longer than such a code may be
   */
  public String encode(Bytes content) {
    if (content.size() > maxContent) {
      throw new IllegalArgumentException(content.size() + " bytes do not fit " + this);
    }
    return prefix + Base32.encode(content.concat(checksum(content)));
  }

  /** The bytes that {@code text} carries, their checksum verified. They are not trusted yet. */
  public Bytes decode(String text) throws UnreadableTextException {
    if (text.length() > MAX_INPUT) {
      throw new UnreadableTextException("It is far too long.");
    }
    String bare = withoutBlanks(text);
    if (!bare.startsWith(prefix)) {
      throw new UnreadableTextException("It does not begin with " + prefix);
    }
    Bytes content =
        Base32.decode(bare.substring(prefix.length()))
            .orElseThrow(
                () ->
                    new UnreadableTextException(
                        "A character in it is wrong, or its end is missing."));
    int size = content.size() - CHECKSUM;
    if (size < 0 || size > maxContent) {
      throw new UnreadableTextException("Its length is wrong: a part may be missing.");
    }
    Bytes body = content.slice(0, size);
    if (!checksum(body).equals(content.slice(size, content.size()))) {
      throw new UnreadableTextException(
          "Its check digits do not match: a part is missing or a character changed on the way.");
    }
    return body;
  }

  private Bytes checksum(Bytes content) {
    return Sha256.of(Bytes.utf8(prefix), content).slice(0, CHECKSUM);
  }

  private static String withoutBlanks(String text) {
    StringBuilder bare = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean blank =
          Character.isWhitespace(c)
              || Character.isSpaceChar(c)
              || Character.getType(c) == Character.FORMAT;
      if (!blank) {
        bare.append(c);
      }
    }
    return bare.toString();
  }
}
