package org.conclave.libp2p.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.conclave.libp2p.multiformats.PeerId;

/**
 * The Ed25519 key pair that a host is known by. A secret: it has no text form, and {@link #close}
 * wipes the seed. Safe for use from any thread until it is closed.
 */
public final class HostKey implements Signer, AutoCloseable {
  /** The length of the seed. */
  public static final int SEED_LENGTH = 32;

  private final byte[] seed;
  private final Ed25519PrivateKeyParameters key;
  private final PublicKey publicKey;
  private volatile boolean closed;

  private HostKey(byte[] seed) {
    this.seed = seed;
    this.key = new Ed25519PrivateKeyParameters(seed);
    this.publicKey = PublicKey.ofEd25519(key.generatePublicKey().getEncoded());
  }

  public static HostKey generate(SecureRandom random) {
    byte[] seed = new byte[SEED_LENGTH];
    random.nextBytes(seed);
    return new HostKey(seed);
  }

  /** The key with this seed (RFC 8032), of which a copy is taken. */
  public static HostKey ofSeed(byte[] seed) {
    if (seed.length != SEED_LENGTH) {
      throw new IllegalArgumentException("a seed has " + SEED_LENGTH + " bytes");
    }
    return new HostKey(seed.clone());
  }

  /** A copy of the seed, for storing it; whoever asks wipes it. */
  public byte[] seed() {
    checkOpen();
    return seed.clone();
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  public PeerId peerId() {
    return publicKey.toPeerId();
  }

  @Override
  public byte[] sign(byte[] message) {
    checkOpen();
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  /** Wipes the seed; the key cannot be used any more. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(seed, (byte) 0);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the host key is closed");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HostKey that && MessageDigest.isEqual(seed, that.seed);
  }

  @Override
  public int hashCode() {
    return publicKey.hashCode();
  }

  @Override
  public String toString() {
    return "HostKey (Ed25519, " + SEED_LENGTH + " bytes) of " + publicKey.toPeerId();
  }
}
