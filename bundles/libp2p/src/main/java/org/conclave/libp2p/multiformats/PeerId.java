package org.conclave.libp2p.multiformats;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The id of a peer: the multihash of its public key (specs: peer-ids). A short key, such as every
 * Ed25519 key, is in the id as it is; of a longer one the SHA-256 is.
 *
 * <p>Ordered by its bytes, unsigned. {@link #toString} is the base58btc form; {@link #parse} takes
 * that and the CIDv1 forms in base32 and base58btc.
 */
public final class PeerId implements Comparable<PeerId> {
  private static final int IDENTITY = 0x00;
  private static final int SHA2_256 = 0x12;
  private static final int SHA2_256_LENGTH = 32;
  private static final int LIBP2P_KEY = 0x72;

  /** The longest serialized key that is put into the id itself. */
  private static final int MAX_INLINE_KEY = 42;

  private static final int MAX_TEXT = 128;

  private final byte[] multihash;

  private PeerId(byte[] multihash) {
    this.multihash = multihash;
  }

  /** The id that belongs to a public key in its protobuf form. */
  public static PeerId ofPublicKey(byte[] publicKeyProtobuf) {
    if (publicKeyProtobuf.length <= MAX_INLINE_KEY) {
      return new PeerId(multihash(IDENTITY, publicKeyProtobuf));
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKeyProtobuf);
      return new PeerId(multihash(SHA2_256, digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * The id with these bytes.
   *
   * @throws MultiformatException if they are no multihash that libp2p uses
   */
  public static PeerId ofBytes(byte[] multihash) {
    try {
      ByteBuffer in = ByteBuffer.wrap(multihash);
      long code = Varint.read(in);
      long length = Varint.read(in);
      boolean valid =
          length == in.remaining()
              && (code == IDENTITY && length <= MAX_INLINE_KEY
                  || code == SHA2_256 && length == SHA2_256_LENGTH);
      if (!valid) {
        throw new MultiformatException("not the multihash of a public key");
      }
    } catch (BufferUnderflowException e) {
      throw new MultiformatException("a peer id is cut off", e);
    }
    return new PeerId(multihash.clone());
  }

  /**
   * The id with this text.
   *
   * @throws MultiformatException if it is none
   */
  public static PeerId parse(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      throw new MultiformatException("a peer id of " + text.length() + " characters");
    }
    if (text.startsWith("1") || text.startsWith("Qm")) {
      return ofBytes(Base58.decode(text));
    }
    return switch (text.charAt(0)) {
      case 'b' -> ofCid(Base32.decode(text.substring(1)));
      case 'z' -> ofCid(Base58.decode(text.substring(1)));
      default -> throw new MultiformatException("a peer id in an unknown base");
    };
  }

  private static PeerId ofCid(byte[] cid) {
    ByteBuffer in = ByteBuffer.wrap(cid);
    try {
      if (Varint.read(in) != 1 || Varint.read(in) != LIBP2P_KEY) {
        throw new MultiformatException("a CID, but not one of a peer");
      }
    } catch (BufferUnderflowException e) {
      throw new MultiformatException("a CID is cut off", e);
    }
    return ofBytes(Arrays.copyOfRange(cid, in.position(), cid.length));
  }

  private static byte[] multihash(int code, byte[] digest) {
    return ByteBuffer.allocate(2 + digest.length)
        .put((byte) code)
        .put((byte) digest.length)
        .put(digest)
        .array();
  }

  /** The multihash. */
  public byte[] toBytes() {
    return multihash.clone();
  }

  /** The public key in its protobuf form, if the id holds it; otherwise an empty array. */
  public byte[] inlinePublicKey() {
    return multihash[0] == IDENTITY
        ? Arrays.copyOfRange(multihash, 2, multihash.length)
        : new byte[0];
  }

  /** The CIDv1 form in base32, which is case-insensitive. */
  public String toCid() {
    byte[] cid =
        ByteBuffer.allocate(2 + multihash.length)
            .put((byte) 1)
            .put((byte) LIBP2P_KEY)
            .put(multihash)
            .array();
    return "b" + Base32.encode(cid);
  }

  @Override
  public int compareTo(PeerId other) {
    return Arrays.compareUnsigned(multihash, other.multihash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerId that && Arrays.equals(multihash, that.multihash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(multihash);
  }

  @Override
  public String toString() {
    return Base58.encode(multihash);
  }
}
