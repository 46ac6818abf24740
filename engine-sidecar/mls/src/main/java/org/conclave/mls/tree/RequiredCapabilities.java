package org.conclave.mls.tree;

import java.util.List;
import java.util.Optional;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** {@code RequiredCapabilities}, RFC 9420 section 11.1. */
public record RequiredCapabilities(
    List<Integer> extensionTypes, List<Integer> proposalTypes, List<Integer> credentialTypes)
    implements Encodable {

  public static RequiredCapabilities decode(TlsReader in) throws RuleViolation {
    return new RequiredCapabilities(
        in.list(TlsReader::u16), in.list(TlsReader::u16), in.list(TlsReader::u16));
  }

  /** Those that the extensions of a GroupContext ask for. */
  public static Optional<RequiredCapabilities> of(Extensions extensions) throws RuleViolation {
    Optional<Extension> extension = extensions.find(Extension.REQUIRED_CAPABILITIES);
    return extension.isEmpty()
        ? Optional.empty()
        : Optional.of(Decoder.decodeAll(extension.get().data(), RequiredCapabilities::decode));
  }

  public boolean areMetBy(Capabilities capabilities) {
    return extensionTypes.stream().allMatch(capabilities::supportsExtension)
        && proposalTypes.stream().allMatch(capabilities::supportsProposal)
        && credentialTypes.stream().allMatch(capabilities::supportsCredential);
  }

  @Override
  public void encode(TlsWriter out) {
    out.list(extensionTypes, TlsWriter::u16)
        .list(proposalTypes, TlsWriter::u16)
        .list(credentialTypes, TlsWriter::u16);
  }
}
