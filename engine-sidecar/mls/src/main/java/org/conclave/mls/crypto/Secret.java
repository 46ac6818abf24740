package org.conclave.mls.crypto;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Octets that must not leak: never printed, compared in constant time, wiped when done with.
 *
 * <p>Owns its array. A wiped secret is all zeros and must not be used again.
 */
public final class Secret {
  private final byte[] value;

  private Secret(byte[] value) {
    this.value = value;
  }

  /** Takes the array over: the caller neither uses nor changes it afterwards. */
  public static Secret owning(byte[] value) {
    return new Secret(value);
  }

  public static Secret copyOf(byte[] value) {
    return new Secret(value.clone());
  }

  public static Secret zeros(int length) {
    return new Secret(new byte[length]);
  }

  /** The array itself, to be read and not kept. */
  public byte[] expose() {
    return value;
  }

  public int length() {
    return value.length;
  }

  public boolean isEmpty() {
    return value.length == 0;
  }

  public void wipe() {
    Arrays.fill(value, (byte) 0);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(value, that.value);
  }

  @Override
  public int hashCode() {
    // A hash of the content would leak some of it into every table that it is put into.
    return value.length;
  }

  @Override
  public String toString() {
    return "Secret[" + value.length + " octets]";
  }
}
