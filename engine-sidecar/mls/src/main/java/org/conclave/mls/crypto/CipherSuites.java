package org.conclave.mls.crypto;

import java.util.List;
import java.util.Optional;
import org.conclave.mls.rule.RuleViolation;

/** The cipher suites of RFC 9420 section 17.1, and a hybrid one. Immutable. */
public final class CipherSuites {
  /** MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519. */
  public static final int DEFAULT = 1;

  /**
   * MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519, the second of
   * draft-ietf-mls-pq-ciphersuites-06 under a private number until it has one. Not among the
   * supported: see {@link OfferedSuites}.
   */
  public static final int X_WING = 0xF002;

  private static final List<Integer> SUPPORTED = List.of(1, 2, 3, 4, 5, 6, 7);

  private CipherSuites() {}

  /** Those of RFC 9420. */
  public static List<Integer> supported() {
    return SUPPORTED;
  }

  public static Optional<CipherSuite> find(int id) {
    return switch (id) {
      case DEFAULT -> Optional.of(Montgomery.SUITE_1);
      case 2 -> Optional.of(Nist.SUITE_2);
      case 3 -> Optional.of(Montgomery.SUITE_3);
      case 4 -> Optional.of(Montgomery.SUITE_4);
      case 5 -> Optional.of(Nist.SUITE_5);
      case 6 -> Optional.of(Montgomery.SUITE_6);
      case 7 -> Optional.of(Nist.SUITE_7);
      case X_WING -> Optional.of(Hybrid.SUITE);
      default -> Optional.empty();
    };
  }

  /** The suite that a peer asks for. */
  public static CipherSuite require(int id) throws RuleViolation {
    return find(id).orElseThrow(() -> RuleViolation.unsupported("17.1", "cipher suite " + id));
  }

  private static final class Montgomery {
    private static final Kem X25519 = new DhKem(0x20, MontgomeryGroup.CURVE25519, Kdf.HKDF_SHA256);
    private static final Kem X448 = new DhKem(0x21, MontgomeryGroup.CURVE448, Kdf.HKDF_SHA512);

    static final CipherSuite SUITE_1 =
        new CipherSuite(
            1,
            "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519",
            X25519,
            Kdf.HKDF_SHA256,
            Aead.AES_128_GCM,
            new Ed25519Scheme());
    static final CipherSuite SUITE_3 =
        new CipherSuite(
            3,
            "MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519",
            X25519,
            Kdf.HKDF_SHA256,
            Aead.CHACHA20_POLY1305,
            new Ed25519Scheme());
    static final CipherSuite SUITE_4 =
        new CipherSuite(
            4,
            "MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448",
            X448,
            Kdf.HKDF_SHA512,
            Aead.AES_256_GCM,
            new Ed448Scheme());
    static final CipherSuite SUITE_6 =
        new CipherSuite(
            6,
            "MLS_256_DHKEMX448_CHACHA20POLY1305_SHA512_Ed448",
            X448,
            Kdf.HKDF_SHA512,
            Aead.CHACHA20_POLY1305,
            new Ed448Scheme());
  }

  private static final class Hybrid {
    static final CipherSuite SUITE =
        new CipherSuite(
            X_WING,
            "MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519",
            new XWing(),
            Kdf.HKDF_SHA384,
            Aead.AES_256_GCM,
            new Ed25519Scheme());
  }

  /** Apart, since setting up the curves would slow the start of those who do not use them. */
  private static final class Nist {
    static final CipherSuite SUITE_2 =
        new CipherSuite(
            2,
            "MLS_128_DHKEMP256_AES128GCM_SHA256_P256",
            new DhKem(0x10, NistCurve.P256, Kdf.HKDF_SHA256),
            Kdf.HKDF_SHA256,
            Aead.AES_128_GCM,
            new EcdsaScheme(NistCurve.P256, Kdf.HKDF_SHA256));
    static final CipherSuite SUITE_5 =
        new CipherSuite(
            5,
            "MLS_256_DHKEMP521_AES256GCM_SHA512_P521",
            new DhKem(0x12, NistCurve.P521, Kdf.HKDF_SHA512),
            Kdf.HKDF_SHA512,
            Aead.AES_256_GCM,
            new EcdsaScheme(NistCurve.P521, Kdf.HKDF_SHA512));
    static final CipherSuite SUITE_7 =
        new CipherSuite(
            7,
            "MLS_256_DHKEMP384_AES256GCM_SHA384_P384",
            new DhKem(0x11, NistCurve.P384, Kdf.HKDF_SHA384),
            Kdf.HKDF_SHA384,
            Aead.AES_256_GCM,
            new EcdsaScheme(NistCurve.P384, Kdf.HKDF_SHA384));
  }
}
