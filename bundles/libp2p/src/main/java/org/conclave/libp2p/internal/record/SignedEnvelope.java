package org.conclave.libp2p.internal.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.conclave.libp2p.crypto.PublicKey;
import org.conclave.libp2p.crypto.Signer;
import org.conclave.libp2p.internal.record.wire.Envelope;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.libp2p.multiformats.Varint;

/** A payload with the signature of a peer, bound to one purpose (RFC 0002). */
public final class SignedEnvelope {
  private final PublicKey key;
  private final byte[] payload;

  private SignedEnvelope(PublicKey key, byte[] payload) {
    this.key = key;
    this.payload = payload;
  }

  /** Signs the payload for one domain, which keeps the signature from being used in another. */
  public static byte[] seal(Signer signer, String domain, byte[] type, byte[] payload) {
    return Envelope.newBuilder()
        .setPublicKey(ByteString.copyFrom(signer.publicKey().toProtobuf()))
        .setPayloadType(ByteString.copyFrom(type))
        .setPayload(ByteString.copyFrom(payload))
        .setSignature(ByteString.copyFrom(signer.sign(signed(domain, type, payload))))
        .build()
        .toByteArray();
  }

  /**
   * Opens an envelope of that domain and type.
   *
   * @throws MultiformatException if it is something else, or the signature does not match
   */
  public static SignedEnvelope open(byte[] bytes, String domain, byte[] type) {
    try {
      Envelope envelope = Envelope.parseFrom(bytes);
      PublicKey key = PublicKey.ofProtobuf(envelope.getPublicKey().toByteArray());
      byte[] payload = envelope.getPayload().toByteArray();
      if (!Arrays.equals(envelope.getPayloadType().toByteArray(), type)) {
        throw new MultiformatException("a signed envelope of another type");
      }
      byte[] signed = signed(domain, type, payload);
      if (!key.verify(signed, envelope.getSignature().toByteArray())) {
        throw new MultiformatException("a signed envelope with a wrong signature");
      }
      return new SignedEnvelope(key, payload);
    } catch (InvalidProtocolBufferException e) {
      throw new MultiformatException("not a signed envelope", e);
    }
  }

  /** The key that signed. */
  public PublicKey key() {
    return key;
  }

  public byte[] payload() {
    return payload.clone();
  }

  private static byte[] signed(String domain, byte[] type, byte[] payload) {
    byte[] domainBytes = domain.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(
            3 * Varint.MAX_LENGTH + domainBytes.length + type.length + payload.length);
    for (byte[] part : new byte[][] {domainBytes, type, payload}) {
      Varint.write(part.length, out);
      out.put(part);
    }
    return Arrays.copyOf(out.array(), out.position());
  }
}
