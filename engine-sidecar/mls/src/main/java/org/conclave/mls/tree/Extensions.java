package org.conclave.mls.tree;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;

/** {@code Extension extensions<V>}: in order, and no type twice (RFC 9420 section 13.4). */
public record Extensions(List<Extension> all) implements Encodable {
  public static final Extensions NONE = new Extensions(List.of());

  public Extensions {
    all = List.copyOf(all);
  }

  public Optional<Extension> find(int type) {
    return all.stream().filter(extension -> extension.type() == type).findFirst();
  }

  public static Extensions decode(TlsReader in) throws RuleViolation {
    Extensions extensions = new Extensions(in.list(Extension::decode));
    extensions.requireDistinct();
    return extensions;
  }

  /** Fails if a type occurs twice. */
  public void requireDistinct() throws RuleViolation {
    Set<Integer> seen = new HashSet<>();
    for (Extension extension : all) {
      if (!seen.add(extension.type())) {
        throw RuleViolation.malformed("13.4", "extension " + extension.type() + " occurs twice");
      }
    }
  }

  @Override
  public void encode(TlsWriter out) {
    out.list(all);
  }
}
