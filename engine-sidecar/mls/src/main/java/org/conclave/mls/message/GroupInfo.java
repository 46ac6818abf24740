package org.conclave.mls.message;

import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Extensions;

/** {@code GroupInfo}, RFC 9420 section 12.4.3. */
public record GroupInfo(
    GroupContext groupContext,
    Extensions extensions,
    byte[] confirmationTag,
    int signer,
    byte[] signature)
    implements MlsMessage.Body {

  private static final String LABEL = "GroupInfoTBS";

  public static GroupInfo decode(TlsReader in) throws RuleViolation {
    return new GroupInfo(
        GroupContext.decode(in), Extensions.decode(in), in.opaque(), in.index(), in.opaque());
  }

  public GroupInfo signed(CipherSuite suite, Secret privateKey) {
    byte[] fresh = suite.signWithLabel(privateKey, LABEL, toBeSigned());
    return new GroupInfo(groupContext, extensions, confirmationTag, signer, fresh);
  }

  public boolean isSignedBy(CipherSuite suite, byte[] signatureKey) {
    return suite.verifyWithLabel(signatureKey, LABEL, toBeSigned(), signature);
  }

  private byte[] toBeSigned() {
    TlsWriter out = new TlsWriter();
    encodeUnsigned(out);
    return out.toByteArray();
  }

  private void encodeUnsigned(TlsWriter out) {
    out.struct(groupContext).struct(extensions).opaque(confirmationTag).u32(signer);
  }

  @Override
  public void encode(TlsWriter out) {
    encodeUnsigned(out);
    out.opaque(signature);
  }
}
