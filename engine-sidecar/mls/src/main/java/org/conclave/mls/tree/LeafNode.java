package org.conclave.mls.tree;

import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.RuleViolation;

/** {@code LeafNode}, RFC 9420 section 7.2. That it decoded says nothing about its signature. */
public record LeafNode(
    byte[] encryptionKey,
    byte[] signatureKey,
    Credential credential,
    Capabilities capabilities,
    LeafNodeSource source,
    Extensions extensions,
    byte[] signature)
    implements Node {

  private static final String LABEL = "LeafNodeTBS";

  public static LeafNode decode(TlsReader in) throws RuleViolation {
    return new LeafNode(
        in.opaque(),
        in.opaque(),
        Credential.decode(in),
        Capabilities.decode(in),
        LeafNodeSource.decode(in),
        Extensions.decode(in),
        in.opaque());
  }

  /** This leaf with another key and source, not signed yet. */
  public LeafNode renewed(byte[] newEncryptionKey, LeafNodeSource newSource) {
    return new LeafNode(
        newEncryptionKey,
        signatureKey,
        credential,
        capabilities,
        newSource,
        extensions,
        new byte[0]);
  }

  /** This leaf, signed for its place. Group and index count only where the source asks for them. */
  public LeafNode signed(CipherSuite suite, Secret privateKey, byte[] groupId, int leafIndex) {
    byte[] fresh = suite.signWithLabel(privateKey, LABEL, toBeSigned(groupId, leafIndex));
    return new LeafNode(
        encryptionKey, signatureKey, credential, capabilities, source, extensions, fresh);
  }

  public boolean isSignedFor(CipherSuite suite, byte[] groupId, int leafIndex) {
    return suite.verifyWithLabel(signatureKey, LABEL, toBeSigned(groupId, leafIndex), signature);
  }

  private byte[] toBeSigned(byte[] groupId, int leafIndex) {
    TlsWriter out = new TlsWriter();
    encodeUnsigned(out);
    if (!(source instanceof LeafNodeSource.InKeyPackage)) {
      out.opaque(groupId).u32(leafIndex);
    }
    return out.toByteArray();
  }

  private void encodeUnsigned(TlsWriter out) {
    out.opaque(encryptionKey)
        .opaque(signatureKey)
        .struct(credential)
        .struct(capabilities)
        .struct(source)
        .struct(extensions);
  }

  @Override
  public long footprint() {
    long sum = encryptionKey.length + signatureKey.length + signature.length;
    sum += credential.identity().length;
    for (byte[] certificate : credential.certificateChain()) {
      sum += OVERHEAD + certificate.length;
    }
    for (Extension extension : extensions.all()) {
      sum += 2 * OVERHEAD + extension.data().length;
    }
    if (source instanceof LeafNodeSource.InCommit inCommit) {
      sum += inCommit.parentHash().length;
    }
    return sum + (long) OVERHEAD * capabilities.size();
  }

  @Override
  public void encode(TlsWriter out) {
    encodeUnsigned(out);
    out.opaque(signature);
  }
}
