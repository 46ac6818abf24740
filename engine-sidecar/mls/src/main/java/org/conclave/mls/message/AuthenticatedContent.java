package org.conclave.mls.message;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Capabilities;

/**
 * {@code AuthenticatedContent}, RFC 9420 section 6: content with the signature that it was sent
 * with. That it exists does not mean that the signature was verified.
 */
public record AuthenticatedContent(WireFormat wireFormat, FramedContent content, AuthData auth)
    implements Encodable {
  private static final String LABEL = "FramedContentTBS";

  public static AuthenticatedContent decode(TlsReader in) throws RuleViolation {
    WireFormat wireFormat = WireFormat.decode(in);
    FramedContent content = FramedContent.decode(in);
    return new AuthenticatedContent(
        wireFormat, content, AuthData.decode(content.content().type(), in));
  }

  /**
   * @param groupContext encoded, of the epoch that the content is sent in
   */
  public static AuthenticatedContent sign(
      CipherSuite suite,
      WireFormat wireFormat,
      FramedContent content,
      byte[] groupContext,
      Secret privateKey) {
    byte[] signature =
        suite.signWithLabel(privateKey, LABEL, toBeSigned(wireFormat, content, groupContext));
    return new AuthenticatedContent(wireFormat, content, new AuthData(signature, null));
  }

  public boolean isSignedBy(CipherSuite suite, byte[] signatureKey, byte[] groupContext) {
    return suite.verifyWithLabel(
        signatureKey, LABEL, toBeSigned(wireFormat, content, groupContext), auth.signature());
  }

  public AuthenticatedContent withConfirmationTag(byte[] tag) {
    return new AuthenticatedContent(wireFormat, content, new AuthData(auth.signature(), tag));
  }

  /** {@code AuthenticatedContentTBM}, section 6.2. */
  public byte[] toBeMaced(byte[] groupContext) {
    return new TlsWriter()
        .bytes(toBeSigned(wireFormat, content, groupContext))
        .struct(auth)
        .toByteArray();
  }

  /** {@code ConfirmedTranscriptHashInput}, section 8.2. */
  public byte[] confirmedTranscriptInput() {
    return new TlsWriter()
        .u16(wireFormat.number())
        .struct(content)
        .opaque(auth.signature())
        .toByteArray();
  }

  /** {@code ProposalRef}, section 5.2. */
  public byte[] proposalReference(CipherSuite suite) {
    return suite.refHash("MLS 1.0 Proposal Reference", encoded());
  }

  private static byte[] toBeSigned(
      WireFormat wireFormat, FramedContent content, byte[] groupContext) {
    TlsWriter out =
        new TlsWriter().u16(Capabilities.MLS10).u16(wireFormat.number()).struct(content);
    if (content.sender().signsContext()) {
      out.bytes(groupContext);
    }
    return out.toByteArray();
  }

  @Override
  public void encode(TlsWriter out) {
    out.u16(wireFormat.number()).struct(content).struct(auth);
  }
}
