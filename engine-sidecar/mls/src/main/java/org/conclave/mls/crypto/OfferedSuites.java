package org.conclave.mls.crypto;

import java.util.List;
import java.util.stream.Stream;
import org.conclave.mls.rule.RuleViolation;

/**
 * The cipher suites that an engine offers and begins new things with. Those of RFC 9420 always; the
 * hybrid one only where it is asked for, since its number is a private one and its specification a
 * draft (docs/adr/0010).
 */
public enum OfferedSuites {
  RFC_9420(CipherSuites.supported()),
  WITH_POST_QUANTUM(
      Stream.concat(CipherSuites.supported().stream(), Stream.of(CipherSuites.X_WING)).toList());

  private final List<Integer> ids;

  OfferedSuites(List<Integer> ids) {
    this.ids = ids;
  }

  /** By their numbers. */
  public List<Integer> ids() {
    return ids;
  }

  /** The suite that a peer asks for. */
  public CipherSuite require(int id) throws RuleViolation {
    if (!ids.contains(id)) {
      throw RuleViolation.unsupported("17.1", "cipher suite " + id);
    }
    return CipherSuites.require(id);
  }

  /**
   * The suite that the caller asks for.
   *
   * @throws IllegalArgumentException if it is not offered
   */
  public CipherSuite get(int id) {
    return CipherSuites.find(id)
        .filter(suite -> ids.contains(id))
        .orElseThrow(
            () -> new IllegalArgumentException("cipher suite " + id + " is not supported"));
  }
}
