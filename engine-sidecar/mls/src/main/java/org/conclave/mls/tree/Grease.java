package org.conclave.mls.tree;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The values that mean nothing, ever, and are sent so that nobody comes to rely on there being no
 * unknown ones: RFC 9420 section 13.5.
 */
public final class Grease {
  private static final int COUNT = 15;

  private Grease() {}

  /** Whether a number of a registry is one of {@code 0x0A0A}, {@code 0x1A1A} to {@code 0xEAEA}. */
  public static boolean contains(int value) {
    return (value & 0x0F0F) == 0x0A0A && value >>> 12 == (value >>> 4 & 0xF) && value < 0xFAFA;
  }

  /** Any one of them. */
  public static int draw(SecureRandom random) {
    return pick(random.nextInt(COUNT));
  }

  /** One of them for any number, where there is no randomness at hand. */
  public static int pick(int number) {
    int nibble = Math.floorMod(number, COUNT);
    return nibble << 12 | 0x0A00 | nibble << 4 | 0x0A;
  }

  /** The values given with one of these at a place that nobody can rely on. */
  public static List<Integer> among(List<Integer> values, int grease, SecureRandom random) {
    List<Integer> mixed = new ArrayList<>(values);
    mixed.add(random.nextInt(values.size() + 1), grease);
    return List.copyOf(mixed);
  }

  /** An extension that says nothing. */
  public static Extension extension(int grease) {
    return new Extension(grease, new byte[0]);
  }
}
