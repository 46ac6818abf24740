package org.conclave.mls.group;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.Content;
import org.conclave.mls.message.FramedContent;
import org.conclave.mls.message.PrivateContent;
import org.conclave.mls.message.PrivateMessage;
import org.conclave.mls.message.Sender;
import org.conclave.mls.message.WireFormat;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.SecretTree.MessageKey;

/** Content to PrivateMessage and back, RFC 9420 section 6.3. */
public final class PrivateFraming {
  private PrivateFraming() {}

  /**
   * @param signed by a member, for the private wire format
   * @param paddingBlock the plaintext is padded to a multiple of this many octets; 0 or 1 for none
   */
  public static PrivateMessage seal(
      CipherSuite suite,
      Secret senderDataSecret,
      AuthenticatedContent signed,
      MessageKey key,
      int paddingBlock,
      SecureRandom random) {
    FramedContent content = signed.content();
    Content.Type type = content.content().type();
    byte[] guard = new byte[SenderData.GUARD_LENGTH];
    random.nextBytes(guard);
    int leaf = ((Sender.Member) content.sender()).leafIndex();
    SenderData senderData = new SenderData(leaf, key.generation(), guard);
    byte[] plaintext = padded(new PrivateContent(content.content(), signed.auth()), paddingBlock);
    byte[] aad =
        PrivateMessage.contentAad(
            content.groupId(), content.epoch(), type, content.authenticatedData());
    byte[] ciphertext =
        suite.seal(key.keys().key(), senderData.guarded(key.keys().nonce()), aad, plaintext);
    Arrays.fill(plaintext, (byte) 0);
    key.keys().key().wipe();
    byte[] senderDataAad = PrivateMessage.senderDataAad(content.groupId(), content.epoch(), type);
    return new PrivateMessage(
        content.groupId(),
        content.epoch(),
        type,
        content.authenticatedData(),
        senderData.seal(suite, senderDataSecret, ciphertext, senderDataAad),
        ciphertext);
  }

  /**
   * Opens a message with the key that its sender data names, and wipes that. Its signature is still
   * to be verified.
   */
  public static AuthenticatedContent open(
      CipherSuite suite, PrivateMessage message, SenderData senderData, MessageKey key)
      throws RuleViolation {
    byte[] aad =
        PrivateMessage.contentAad(
            message.groupId(), message.epoch(), message.contentType(), message.authenticatedData());
    Optional<byte[]> opened =
        suite.open(
            key.keys().key(), senderData.guarded(key.keys().nonce()), aad, message.ciphertext());
    key.keys().key().wipe();
    byte[] plaintext =
        opened.orElseThrow(() -> RuleViolation.undecryptable("6.3.1", "the content does not open"));
    PrivateContent content = PrivateContent.decode(message.contentType(), plaintext);
    Arrays.fill(plaintext, (byte) 0);
    FramedContent framed =
        new FramedContent(
            message.groupId(),
            message.epoch(),
            new Sender.Member(senderData.leafIndex()),
            message.authenticatedData(),
            content.content());
    return new AuthenticatedContent(WireFormat.PRIVATE_MESSAGE, framed, content.auth());
  }

  private static byte[] padded(PrivateContent content, int block) {
    byte[] bare = content.encoded();
    int surplus = block <= 1 ? 0 : bare.length % block;
    return surplus == 0 ? bare : Arrays.copyOf(bare, bare.length + block - surplus);
  }
}
