package org.conclave.mls.message;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Capabilities;
import org.conclave.mls.tree.Extensions;

/** {@code GroupContext}, RFC 9420 section 8.1. The version is always mls10. */
public record GroupContext(
    int cipherSuite,
    byte[] groupId,
    long epoch,
    byte[] treeHash,
    byte[] confirmedTranscriptHash,
    Extensions extensions)
    implements Encodable {

  public static GroupContext decode(TlsReader in) throws RuleViolation {
    int version = in.u16();
    if (version != Capabilities.MLS10) {
      throw RuleViolation.unsupported("8.1", "protocol version " + version);
    }
    return new GroupContext(
        in.u16(), in.opaque(), in.u64(), in.opaque(), in.opaque(), Extensions.decode(in));
  }

  /**
   * The context of the next epoch as far as a commit's path is concerned: the transcript is still
   * the old one.
   */
  public GroupContext provisional(byte[] newTreeHash, Extensions newExtensions) {
    return new GroupContext(
        cipherSuite, groupId, epoch + 1, newTreeHash, confirmedTranscriptHash, newExtensions);
  }

  public GroupContext withTranscript(byte[] newConfirmedTranscriptHash) {
    return new GroupContext(
        cipherSuite, groupId, epoch, treeHash, newConfirmedTranscriptHash, extensions);
  }

  @Override
  public void encode(TlsWriter out) {
    out.u16(Capabilities.MLS10)
        .u16(cipherSuite)
        .opaque(groupId)
        .u64(epoch)
        .opaque(treeHash)
        .opaque(confirmedTranscriptHash)
        .struct(extensions);
  }
}
