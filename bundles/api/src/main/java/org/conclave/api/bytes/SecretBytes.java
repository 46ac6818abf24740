package org.conclave.api.bytes;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Secret bytes: printed as a length only, compared in constant time, and wiped when closed. A
 * closed secret throws {@link IllegalStateException} when it is read. Thread-safe.
 */
public final class SecretBytes implements AutoCloseable {
  private final byte[] content;
  private boolean wiped;

  private SecretBytes(byte[] content) {
    this.content = content;
  }

  public static SecretBytes copyOf(byte[] content) {
    return new SecretBytes(content.clone());
  }

  /** Takes {@code content} over: the caller must not touch it again, and closing this wipes it. */
  public static SecretBytes wrap(byte[] content) {
    return new SecretBytes(content);
  }

  public int size() {
    return content.length;
  }

  /** A copy, which the caller wipes after use. */
  public synchronized byte[] toByteArray() {
    if (wiped) {
      throw new IllegalStateException("the secret was wiped");
    }
    return content.clone();
  }

  /** An independent copy that outlives this one. */
  public SecretBytes copy() {
    return new SecretBytes(toByteArray());
  }

  @Override
  public synchronized void close() {
    Arrays.fill(content, (byte) 0);
    wiped = true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretBytes that
        && MessageDigest.isEqual(toByteArray(), that.toByteArray());
  }

  /** By length only: a hash of the content would tell something about it. */
  @Override
  public int hashCode() {
    return content.length;
  }

  @Override
  public String toString() {
    return "SecretBytes[" + content.length + "]";
  }
}
