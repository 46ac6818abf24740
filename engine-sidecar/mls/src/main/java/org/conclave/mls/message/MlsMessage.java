package org.conclave.mls.message;

import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Capabilities;

/** {@code MLSMessage}, RFC 9420 section 6. The version is always mls10. */
public record MlsMessage(Body body) implements Encodable {

  /** What an MLSMessage can hold. */
  public sealed interface Body extends Encodable
      permits PublicMessage, PrivateMessage, Welcome, GroupInfo, KeyPackage {}

  public static MlsMessage decode(TlsReader in) throws RuleViolation {
    int version = in.u16();
    if (version != Capabilities.MLS10) {
      throw RuleViolation.unsupported("6", "protocol version " + version);
    }
    return new MlsMessage(
        switch (WireFormat.decode(in)) {
          case PUBLIC_MESSAGE -> PublicMessage.decode(in);
          case PRIVATE_MESSAGE -> PrivateMessage.decode(in);
          case WELCOME -> Welcome.decode(in);
          case GROUP_INFO -> GroupInfo.decode(in);
          case KEY_PACKAGE -> KeyPackage.decode(in);
        });
  }

  /** The body of a whole message, which must be of the given kind. */
  public static <T extends Body> T decode(byte[] message, Class<T> kind) throws RuleViolation {
    Body body = Decoder.decodeAll(message, MlsMessage::decode).body();
    if (!kind.isInstance(body)) {
      throw RuleViolation.malformed("6", "a message of another kind than " + kind.getSimpleName());
    }
    return kind.cast(body);
  }

  public WireFormat wireFormat() {
    if (body instanceof PublicMessage) {
      return WireFormat.PUBLIC_MESSAGE;
    } else if (body instanceof PrivateMessage) {
      return WireFormat.PRIVATE_MESSAGE;
    } else if (body instanceof Welcome) {
      return WireFormat.WELCOME;
    }
    return body instanceof GroupInfo ? WireFormat.GROUP_INFO : WireFormat.KEY_PACKAGE;
  }

  @Override
  public void encode(TlsWriter out) {
    out.u16(Capabilities.MLS10).u16(wireFormat().number()).struct(body);
  }
}
