package org.conclave.mls.message;

import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNode;

/** {@code KeyPackage}, RFC 9420 section 10. That it decoded says nothing about its signatures. */
public record KeyPackage(
    int version,
    int cipherSuite,
    byte[] initKey,
    LeafNode leafNode,
    Extensions extensions,
    byte[] signature)
    implements MlsMessage.Body {

  private static final String LABEL = "KeyPackageTBS";

  public static KeyPackage decode(TlsReader in) throws RuleViolation {
    return new KeyPackage(
        in.u16(), in.u16(), in.opaque(), LeafNode.decode(in), Extensions.decode(in), in.opaque());
  }

  public KeyPackage signed(CipherSuite suite, Secret privateKey) {
    byte[] fresh = suite.signWithLabel(privateKey, LABEL, toBeSigned());
    return new KeyPackage(version, cipherSuite, initKey, leafNode, extensions, fresh);
  }

  public boolean isSigned(CipherSuite suite) {
    return suite.verifyWithLabel(leafNode.signatureKey(), LABEL, toBeSigned(), signature);
  }

  /** {@code KeyPackageRef}, section 5.2. */
  public byte[] reference(CipherSuite suite) {
    return suite.refHash("MLS 1.0 KeyPackage Reference", encoded());
  }

  private byte[] toBeSigned() {
    TlsWriter out = new TlsWriter();
    encodeUnsigned(out);
    return out.toByteArray();
  }

  private void encodeUnsigned(TlsWriter out) {
    out.u16(version).u16(cipherSuite).opaque(initKey).struct(leafNode).struct(extensions);
  }

  @Override
  public void encode(TlsWriter out) {
    encodeUnsigned(out);
    out.opaque(signature);
  }
}
