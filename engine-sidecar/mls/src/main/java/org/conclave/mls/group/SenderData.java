package org.conclave.mls.group;

import java.util.Arrays;
import java.util.Optional;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.Content;
import org.conclave.mls.message.PrivateMessage;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.KeyAndNonce;
import org.conclave.mls.schedule.RowKey.Kind;

/**
 * {@code SenderData}, RFC 9420 section 6.3.2: whose ratchet a private message takes, and which
 * generation.
 */
public record SenderData(int leafIndex, int generation, byte[] reuseGuard) implements Encodable {
  static final int GUARD_LENGTH = 4;

  /** Opens the sender data of a message. Says nothing about the message's content. */
  public static SenderData open(CipherSuite suite, Secret senderDataSecret, PrivateMessage message)
      throws RuleViolation {
    KeyAndNonce keys = keys(suite, senderDataSecret, message.ciphertext());
    byte[] aad =
        PrivateMessage.senderDataAad(message.groupId(), message.epoch(), message.contentType());
    Optional<byte[]> plaintext =
        suite.open(keys.key(), keys.nonce(), aad, message.encryptedSenderData());
    if (plaintext.isEmpty()) {
      throw RuleViolation.undecryptable("6.3.2", "the sender data does not open");
    }
    return Decoder.decodeAll(
        plaintext.get(), in -> new SenderData(in.index(), in.index(), in.bytes(GUARD_LENGTH)));
  }

  /** The ratchet that content of a type takes. */
  public static Kind ratchetFor(Content.Type type) {
    return type == Content.Type.APPLICATION ? Kind.APPLICATION : Kind.HANDSHAKE;
  }

  byte[] seal(CipherSuite suite, Secret senderDataSecret, byte[] ciphertext, byte[] aad) {
    KeyAndNonce keys = keys(suite, senderDataSecret, ciphertext);
    return suite.seal(keys.key(), keys.nonce(), aad, encoded());
  }

  /** The nonce to encrypt with. The ratchet's nonce stays as it is. */
  byte[] guarded(byte[] nonce) {
    byte[] guarded = nonce.clone();
    for (int i = 0; i < GUARD_LENGTH; i++) {
      guarded[i] ^= reuseGuard[i];
    }
    return guarded;
  }

  /** The key and nonce for the sender data of a ciphertext. */
  public static KeyAndNonce keys(CipherSuite suite, Secret senderDataSecret, byte[] ciphertext) {
    byte[] sample = Arrays.copyOf(ciphertext, Math.min(ciphertext.length, suite.secretLength()));
    return new KeyAndNonce(
        suite.expandWithLabel(senderDataSecret, "key", sample, suite.keyLength()),
        suite.expandWithLabel(senderDataSecret, "nonce", sample, suite.nonceLength()).expose());
  }

  @Override
  public void encode(TlsWriter out) {
    out.u32(leafIndex).u32(generation).bytes(reuseGuard);
  }
}
