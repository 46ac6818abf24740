package org.conclave.mls.crypto;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.conclave.mls.rule.RuleViolation;

/** The cipher suites that are supported. Immutable. */
public final class CipherSuites {
  /** MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519. */
  public static final int DEFAULT = 1;

  private static final List<CipherSuite> SUPPORTED =
      List.of(
          new CipherSuite(
              DEFAULT,
              "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519",
              new X25519Kem(),
              Kdf.HKDF_SHA256,
              Aead.AES_128_GCM,
              new Ed25519Scheme()),
          new CipherSuite(
              3,
              "MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519",
              new X25519Kem(),
              Kdf.HKDF_SHA256,
              Aead.CHACHA20_POLY1305,
              new Ed25519Scheme()));

  private static final Map<Integer, CipherSuite> BY_ID =
      SUPPORTED.stream()
          .collect(Collectors.toUnmodifiableMap(CipherSuite::id, Function.identity()));

  private CipherSuites() {}

  public static List<Integer> supported() {
    return SUPPORTED.stream().map(CipherSuite::id).toList();
  }

  public static Optional<CipherSuite> find(int id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /** The suite that a peer asks for. */
  public static CipherSuite require(int id) throws RuleViolation {
    return find(id).orElseThrow(() -> RuleViolation.unsupported("17.1", "cipher suite " + id));
  }
}
