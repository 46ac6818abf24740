package org.conclave.mls.message;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** {@code FramedContent}, RFC 9420 section 6. */
public record FramedContent(
    byte[] groupId, long epoch, Sender sender, byte[] authenticatedData, Content content)
    implements Encodable {

  public static FramedContent decode(TlsReader in) throws RuleViolation {
    return new FramedContent(
        in.opaque(),
        in.u64(),
        Sender.decode(in),
        in.opaque(),
        Content.decode(Content.Type.decode(in), in));
  }

  @Override
  public void encode(TlsWriter out) {
    out.opaque(groupId)
        .u64(epoch)
        .struct(sender)
        .opaque(authenticatedData)
        .u8(content.type().number())
        .struct(content);
  }
}
