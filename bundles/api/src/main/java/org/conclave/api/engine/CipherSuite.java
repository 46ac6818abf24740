package org.conclave.api.engine;

/**
 * The cipher suites that groups are founded with, RFC 9420 section 17.1. Both sign with Ed25519, so
 * that one {@link SignatureKeyPair} serves in groups of either.
 */
public enum CipherSuite {
  /** {@code MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519}. */
  CLASSICAL(0x0001),

  /**
   * {@code MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519}: secret even from who records today and
   * owns a quantum computer one day. Its number is for private use until it has one of its own. To
   * begin a group or a key package with it fails unless the site switched it on.
   */
  HYBRID_POST_QUANTUM(0xF002);

  private final int number;

  CipherSuite(int number) {
    this.number = number;
  }

  /** As it goes over the wire. */
  public int number() {
    return number;
  }
}
