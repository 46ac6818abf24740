package org.conclave.mls.tree;

import java.util.List;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** {@code Capabilities}, RFC 9420 section 7.2. Unknown values are kept and otherwise ignored. */
public record Capabilities(
    List<Integer> versions,
    List<Integer> cipherSuites,
    List<Integer> extensions,
    List<Integer> proposals,
    List<Integer> credentials)
    implements Encodable {

  /** {@code mls10}. */
  public static final int MLS10 = 1;

  /** Whether a leaf or key package with these capabilities may carry the extension. */
  public boolean listsExtension(int type) {
    return Extension.isDefault(type) || extensions.contains(type);
  }

  /**
   * Whether the client can do what the extension asks. GREASE is listed and never supported: no
   * GroupContext may hold it (section 13.5), and who drew the same value by chance has no use for
   * it.
   */
  public boolean supportsExtension(int type) {
    return listsExtension(type) && !Grease.contains(type);
  }

  public boolean supportsProposal(int type) {
    return type >= 1 && type <= 7 || proposals.contains(type) && !Grease.contains(type);
  }

  public boolean supportsCredential(int type) {
    return credentials.contains(type) && !Grease.contains(type);
  }

  /** How many values are listed. */
  int size() {
    return versions.size()
        + cipherSuites.size()
        + extensions.size()
        + proposals.size()
        + credentials.size();
  }

  public static Capabilities decode(TlsReader in) throws RuleViolation {
    return new Capabilities(
        in.list(TlsReader::u16),
        in.list(TlsReader::u16),
        in.list(TlsReader::u16),
        in.list(TlsReader::u16),
        in.list(TlsReader::u16));
  }

  @Override
  public void encode(TlsWriter out) {
    out.list(versions, TlsWriter::u16)
        .list(cipherSuites, TlsWriter::u16)
        .list(extensions, TlsWriter::u16)
        .list(proposals, TlsWriter::u16)
        .list(credentials, TlsWriter::u16);
  }
}
