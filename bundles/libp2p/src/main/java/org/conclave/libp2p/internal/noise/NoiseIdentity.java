package org.conclave.libp2p.internal.noise;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.conclave.libp2p.crypto.PublicKey;
import org.conclave.libp2p.crypto.Signer;
import org.conclave.libp2p.internal.noise.wire.NoiseExtensions;
import org.conclave.libp2p.internal.noise.wire.NoiseHandshakePayload;
import org.conclave.libp2p.multiformats.MultiformatException;

/**
 * A host's static Noise key, bound to its identity by a signature that every handshake carries. One
 * per host: the signature is made once.
 */
final class NoiseIdentity {
  private static final byte[] PREFIX =
      "noise-libp2p-static-key:".getBytes(StandardCharsets.US_ASCII);

  private static final int MAX_MUXERS = 32;

  private final X25519PrivateKeyParameters staticKey;
  private final byte[] payload;

  NoiseIdentity(Signer signer, List<String> muxers, SecureRandom random) {
    staticKey = new X25519PrivateKeyParameters(random);
    byte[] signature = signer.sign(signed(staticKey.generatePublicKey().getEncoded()));
    payload =
        NoiseHandshakePayload.newBuilder()
            .setIdentityKey(ByteString.copyFrom(signer.publicKey().toProtobuf()))
            .setIdentitySig(ByteString.copyFrom(signature))
            .setExtensions(NoiseExtensions.newBuilder().addAllStreamMuxers(muxers))
            .build()
            .toByteArray();
  }

  X25519PrivateKeyParameters staticKey() {
    return staticKey;
  }

  byte[] payload() {
    return payload;
  }

  /** Who the peer has proved to be, and the muxers it offers. */
  record Verified(PublicKey key, List<String> muxers) {}

  /**
   * Checks the payload that a peer sent beside its static key.
   *
   * @throws GeneralSecurityException unless its identity key signed that static key
   */
  static Verified verify(byte[] payload, byte[] staticKey) throws GeneralSecurityException {
    try {
      NoiseHandshakePayload message = NoiseHandshakePayload.parseFrom(payload);
      PublicKey key = PublicKey.ofProtobuf(message.getIdentityKey().toByteArray());
      if (!key.verify(signed(staticKey), message.getIdentitySig().toByteArray())) {
        throw new GeneralSecurityException("the peer did not sign its handshake key");
      }
      List<String> muxers = message.getExtensions().getStreamMuxersList();
      return new Verified(key, muxers.size() > MAX_MUXERS ? List.of() : List.copyOf(muxers));
    } catch (InvalidProtocolBufferException | MultiformatException e) {
      throw new GeneralSecurityException("the peer's identity: " + e.getMessage(), e);
    }
  }

  private static byte[] signed(byte[] staticKey) {
    return ByteBuffer.allocate(PREFIX.length + staticKey.length).put(PREFIX).put(staticKey).array();
  }
}
