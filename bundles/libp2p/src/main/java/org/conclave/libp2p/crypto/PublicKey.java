package org.conclave.libp2p.crypto;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.multiformats.Varint;

/** The Ed25519 key that a peer is known by. Immutable. */
public final class PublicKey {
  /** The length of the raw key. */
  public static final int LENGTH = 32;

  private static final int SIGNATURE_LENGTH = 64;
  private static final int TYPE_FIELD = 0x08;
  private static final int DATA_FIELD = 0x12;
  private static final int ED25519 = 1;
  private static final String[] TYPES = {"RSA", "Ed25519", "Secp256k1", "ECDSA"};

  private final byte[] raw;
  private final Ed25519PublicKeyParameters key;

  private PublicKey(byte[] raw) {
    this.raw = raw;
    try {
      this.key = new Ed25519PublicKeyParameters(raw);
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("not a point of Ed25519", e);
    }
  }

  /**
   * The key with these 32 bytes.
   *
   * @throws MultiformatException if they are no key
   */
  public static PublicKey ofEd25519(byte[] raw) {
    if (raw.length != LENGTH) {
      throw new MultiformatException("an Ed25519 key of " + raw.length + " bytes");
    }
    return new PublicKey(raw.clone());
  }

  /**
   * Reads the protobuf form (specs: peer-ids), of which only the deterministic encoding is valid.
   *
   * @throws MultiformatException if it is not a key, or one of another kind than Ed25519
   */
  public static PublicKey ofProtobuf(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (in.get() != TYPE_FIELD) {
        throw new MultiformatException("not a public key");
      }
      long type = Varint.read(in);
      if (type != ED25519) {
        String name = type < TYPES.length ? TYPES[(int) type] : "unknown";
        throw new MultiformatException("a key of type " + name + "; only Ed25519 is supported");
      }
      if (in.get() != DATA_FIELD || Varint.read(in) != LENGTH || in.remaining() != LENGTH) {
        throw new MultiformatException("not an Ed25519 public key");
      }
    } catch (BufferUnderflowException e) {
      throw new MultiformatException("a public key is cut off", e);
    }
    return new PublicKey(Arrays.copyOfRange(bytes, bytes.length - LENGTH, bytes.length));
  }

  /** The raw 32 bytes. */
  public byte[] toBytes() {
    return raw.clone();
  }

  /** The protobuf form that peer ids and signed records are made of. */
  public byte[] toProtobuf() {
    return ByteBuffer.allocate(4 + LENGTH)
        .put((byte) TYPE_FIELD)
        .put((byte) ED25519)
        .put((byte) DATA_FIELD)
        .put((byte) LENGTH)
        .put(raw)
        .array();
  }

  public PeerId toPeerId() {
    return PeerId.ofPublicKey(toProtobuf());
  }

  /** Whether the signature over the message was made with this key. Never throws. */
  public boolean verify(byte[] message, byte[] signature) {
    if (signature.length != SIGNATURE_LENGTH) {
      return false;
    }
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, key);
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey that && Arrays.equals(raw, that.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  @Override
  public String toString() {
    return "Ed25519 " + toPeerId();
  }
}
