package org.conclave.messaging.internal;

/** Which names a conversation may have, own or a peer's choice alike. */
final class Names {
  private static final int LONGEST = 100;

  private Names() {}

  /**
   * 1 to 100 characters, not all blank, none of which hides or turns around what stands beside it.
   */
  static boolean valid(String name) {
    return !name.isBlank()
        && name.codePointCount(0, name.length()) <= LONGEST
        && name.codePoints().noneMatch(Names::deceptive);
  }

  private static boolean deceptive(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          // The zero-width joiner is a format character, and part of ordinary emoji.
          character != 0x200D;
      default -> false;
    };
  }
}
