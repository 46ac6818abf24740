package org.conclave.api.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.conclave.api.bytes.Bytes;

/**
 * One state of a group: SHA-256("conclave/state/1" ‖ group ‖ parent StateId ‖ SHA-256(commit)), all
 * of fixed length.
 */
public record StateId(Bytes value) {
  public static final int SIZE = 32;

  private static final byte[] DOMAIN = "conclave/state/1".getBytes(StandardCharsets.US_ASCII);

  /**
   * @throws IllegalArgumentException if {@code value} is not 32 bytes long
   */
  public StateId {
    if (value.size() != SIZE) {
      throw new IllegalArgumentException("StateId takes " + SIZE + " bytes, not " + value.size());
    }
  }

  /** The state in which a group is created: an all-zero parent and an empty commit. */
  public static StateId initial(GroupId group) {
    return derive(group, new byte[SIZE], new byte[0]);
  }

  /** The state that {@code commit} (the exact bytes of its MLSMessage) makes of this one. */
  public StateId after(GroupId group, Bytes commit) {
    return derive(group, value.toByteArray(), commit.toByteArray());
  }

  private static StateId derive(GroupId group, byte[] parent, byte[] commit) {
    try {
      byte[] commitHash = MessageDigest.getInstance("SHA-256").digest(commit);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(DOMAIN);
      digest.update(group.value().toByteArray());
      digest.update(parent);
      return new StateId(Bytes.wrap(digest.digest(commitHash)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * @throws IllegalArgumentException if {@code hex} is not 32 bytes in hexadecimal
   */
  public static StateId ofHex(String hex) {
    return new StateId(Bytes.ofHex(hex));
  }

  public String toHex() {
    return value.toHex();
  }

  @Override
  public String toString() {
    return "StateId[" + value.toHex().substring(0, 8) + "…]";
  }
}
