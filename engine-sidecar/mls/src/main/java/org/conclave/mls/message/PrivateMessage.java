package org.conclave.mls.message;

import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** {@code PrivateMessage}, RFC 9420 section 6.3. */
public record PrivateMessage(
    byte[] groupId,
    long epoch,
    Content.Type contentType,
    byte[] authenticatedData,
    byte[] encryptedSenderData,
    byte[] ciphertext)
    implements MlsMessage.Body {

  public static PrivateMessage decode(TlsReader in) throws RuleViolation {
    return new PrivateMessage(
        in.opaque(), in.u64(), Content.Type.decode(in), in.opaque(), in.opaque(), in.opaque());
  }

  /** {@code SenderDataAAD}. */
  public static byte[] senderDataAad(byte[] groupId, long epoch, Content.Type type) {
    return new TlsWriter().opaque(groupId).u64(epoch).u8(type.number()).toByteArray();
  }

  /** {@code PrivateContentAAD}. */
  public static byte[] contentAad(
      byte[] groupId, long epoch, Content.Type type, byte[] authenticatedData) {
    return new TlsWriter()
        .opaque(groupId)
        .u64(epoch)
        .u8(type.number())
        .opaque(authenticatedData)
        .toByteArray();
  }

  @Override
  public void encode(TlsWriter out) {
    out.opaque(groupId)
        .u64(epoch)
        .u8(contentType.number())
        .opaque(authenticatedData)
        .opaque(encryptedSenderData)
        .opaque(ciphertext);
  }
}
