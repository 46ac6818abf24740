package org.conclave.onboarding.internal.statement;

import java.text.Normalizer;
import java.util.Optional;

/**
 * The rule for names of people and organisations: 1 to 100 characters, none of which controls the
 * terminal or the direction of writing, hides, or breaks the line. A name cannot look like another
 * by characters that nobody sees.
 */
public final class DisplayName {
  public static final int MAX_LENGTH = 100;

  /** Joins letters in Persian and Indic scripts and parts of emoji: visible by its effect. */
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;

  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private DisplayName() {}

  /** What a person typed, without blanks around it and in Unicode NFC; empty if it is no name. */
  public static Optional<String> ofInput(String typed) {
    if (typed.length() > 16 * MAX_LENGTH) {
      return Optional.empty();
    }
    String name = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
    return isValid(name) ? Optional.of(name) : Optional.empty();
  }

  /** Whether {@code name}, as it stands, may be shown. */
  public static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > 2 * MAX_LENGTH || !name.equals(name.strip())) {
      return false;
    }
    return name.codePointCount(0, name.length()) <= MAX_LENGTH
        && name.codePoints().allMatch(DisplayName::isShown)
        && name.codePoints().anyMatch(DisplayName::isInk);
  }

  private static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT -> codePoint == ZERO_WIDTH_NON_JOINER || codePoint == ZERO_WIDTH_JOINER;
      default -> true;
    };
  }

  private static boolean isInk(int codePoint) {
    return !Character.isSpaceChar(codePoint) && Character.getType(codePoint) != Character.FORMAT;
  }
}
