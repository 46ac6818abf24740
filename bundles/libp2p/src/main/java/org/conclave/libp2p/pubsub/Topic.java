package org.conclave.libp2p.pubsub;

import java.nio.charset.StandardCharsets;

/**
 * Names a topic. Peers learn the name, so it must not itself be a secret.
 *
 * @param name 1 to {@value #MAX_BYTES} bytes in UTF-8
 */
public record Topic(String name) {
  public static final int MAX_BYTES = 256;

  /**
   * @throws IllegalArgumentException if the name is empty or too long
   */
  public Topic {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > MAX_BYTES) {
      throw new IllegalArgumentException("a topic name has 1 to 256 bytes, not " + length);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
