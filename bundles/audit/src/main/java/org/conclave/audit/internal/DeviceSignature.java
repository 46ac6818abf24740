package org.conclave.audit.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.identity.DeviceId;

/** A device's word for how many lines a log has, and how it ends. */
final class DeviceSignature {
  static final int SIZE = Ed25519.SIGNATURE_SIZE;

  private static final byte[] DOMAIN =
      "conclave/audit/export/1".getBytes(StandardCharsets.US_ASCII);

  private DeviceSignature() {}

  /**
   * @param deviceKey seed of {@code device}'s key
   */
  static Bytes sign(SecretBytes deviceKey, DeviceId device, long entries, Bytes head) {
    byte[] seed = deviceKey.toByteArray();
    try {
      byte[] message = message(device, entries, head);
      byte[] signature = new byte[SIZE];
      Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
      return Bytes.wrap(signature);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /** Strict (RFC 8032 section 5.1.7): a key of small order, which would sign anything, is none. */
  static boolean isValid(DeviceId device, long entries, Bytes head, Bytes signature) {
    byte[] encoded = signature.toByteArray();
    Ed25519.PublicPoint key =
        Ed25519.validatePublicKeyFullExport(device.publicKey().toByteArray(), 0);
    if (key == null || encoded.length != SIZE || !Ed25519.validatePublicKeyFull(encoded, 0)) {
      return false;
    }
    byte[] message = message(device, entries, head);
    return Ed25519.verify(encoded, 0, key, message, 0, message.length);
  }

  /** All parts but the last are of fixed length. */
  private static byte[] message(DeviceId device, long entries, Bytes head) {
    Bytes key = device.publicKey();
    return ByteBuffer.allocate(DOMAIN.length + key.size() + Long.BYTES + head.size())
        .put(DOMAIN)
        .put(key.asByteBuffer())
        .putLong(entries)
        .put(head.asByteBuffer())
        .array();
  }
}
