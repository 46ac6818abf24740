package org.conclave.libp2p.internal.pubsub;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.conclave.libp2p.crypto.PublicKey;
import org.conclave.libp2p.crypto.Signer;
import org.conclave.libp2p.internal.pubsub.wire.SignedMessage;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.Topic;

/** Signs messages and checks signatures (pubsub specification, "Message Signing", StrictSign). */
final class Signatures {
  private static final byte[] PREFIX = "libp2p-pubsub:".getBytes(StandardCharsets.US_ASCII);

  private Signatures() {}

  /** The key is left out: an Ed25519 key is in the author's id. */
  static SignedMessage sign(Signer signer, Topic topic, long seqno, byte[] data) {
    byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(seqno).array();
    SignedMessage unsigned =
        SignedMessage.newBuilder()
            .setFrom(ByteString.copyFrom(signer.publicKey().toPeerId().toBytes()))
            .setData(ByteString.copyFrom(data))
            .setSeqno(UnsafeByteOperations.unsafeWrap(number))
            .setTopic(ByteString.copyFromUtf8(topic.name()))
            .build();
    byte[] signature = signer.sign(signedBytes(unsigned));
    return unsigned.toBuilder().setSignature(ByteString.copyFrom(signature)).build();
  }

  /** Whether the author wrote the message. */
  static boolean hold(UnverifiedMessage message) {
    SignedMessage wire = message.wire();
    return authorKey(message.author(), wire)
        .map(key -> key.verify(signedBytes(wire), wire.getSignature().toByteArray()))
        .orElse(false);
  }

  /** The key in the id; or the one that came along, if it is the author's. */
  private static Optional<PublicKey> authorKey(PeerId author, SignedMessage wire) {
    try {
      if (wire.hasKey()) {
        return Optional.of(PublicKey.ofProtobuf(wire.getKey().toByteArray()))
            .filter(key -> key.toPeerId().equals(author));
      }
      return Optional.of(PublicKey.ofProtobuf(author.inlinePublicKey()));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  private static byte[] signedBytes(SignedMessage message) {
    byte[] body = message.toBuilder().clearSignature().clearKey().build().toByteArray();
    return ByteBuffer.allocate(PREFIX.length + body.length).put(PREFIX).put(body).array();
  }
}
