package org.conclave.mls.message;

import java.util.List;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.UpdatePath;
import org.jspecify.annotations.Nullable;

/** {@code Commit}, RFC 9420 section 12.4. */
public record Commit(List<ProposalOrRef> proposals, @Nullable UpdatePath path) implements Content {

  public static Commit decode(TlsReader in) throws RuleViolation {
    return new Commit(in.list(ProposalOrRef::decode), in.present() ? UpdatePath.decode(in) : null);
  }

  @Override
  public void encode(TlsWriter out) {
    out.list(proposals).optional(path);
  }
}
