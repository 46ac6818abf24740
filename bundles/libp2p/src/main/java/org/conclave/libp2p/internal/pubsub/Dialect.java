package org.conclave.libp2p.internal.pubsub;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A version of the protocol, the newest first. */
enum Dialect {
  V1_2("/meshsub/1.2.0"),
  V1_1("/meshsub/1.1.0"),
  V1_0("/meshsub/1.0.0");

  static final List<String> PROTOCOLS = Arrays.stream(values()).map(d -> d.protocol).toList();

  private final String protocol;

  Dialect(String protocol) {
    this.protocol = protocol;
  }

  static Optional<Dialect> of(String protocol) {
    return Arrays.stream(values()).filter(d -> d.protocol.equals(protocol)).findFirst();
  }

  boolean knowsDoNotWant() {
    return this == V1_2;
  }
}
