package org.conclave.api.identity;

import java.util.Arrays;
import org.conclave.api.bytes.Bytes;

/**
 * A device: the binary PeerId of its libp2p host key. For Ed25519 this is the identity multihash of
 * the protobuf of the public key, 38 bytes (libp2p peer-ids spec).
 */
public record DeviceId(Bytes value) {
  /** Identity multihash of 36 bytes; protobuf: key type Ed25519, 32 bytes of key. */
  private static final byte[] PREFIX = {0x00, 0x24, 0x08, 0x01, 0x12, 0x20};

  private static final int KEY_SIZE = 32;

  /**
   * @throws IllegalArgumentException if {@code value} is not the PeerId of an Ed25519 key
   */
  public DeviceId {
    if (value.size() != PREFIX.length + KEY_SIZE
        || !Arrays.equals(value.slice(0, PREFIX.length).toByteArray(), PREFIX)) {
      throw new IllegalArgumentException("not the PeerId of an Ed25519 key");
    }
  }

  /** The device whose Ed25519 public key this is (32 bytes). */
  public static DeviceId ofPublicKey(Bytes publicKey) {
    return new DeviceId(Bytes.copyOf(PREFIX).concat(publicKey));
  }

  /** Its Ed25519 public key, 32 bytes. */
  public Bytes publicKey() {
    return value.slice(PREFIX.length, value.size());
  }

  @Override
  public String toString() {
    return "DeviceId[" + publicKey().toHex().substring(0, 8) + "…]";
  }
}
