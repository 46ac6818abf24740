package org.conclave.mls.message;

import java.util.List;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.RuleViolation;
import org.jspecify.annotations.Nullable;

/** {@code GroupSecrets}, RFC 9420 section 12.4.3.1. */
public record GroupSecrets(
    Secret joinerSecret, @Nullable Secret pathSecret, List<PreSharedKeyId> psks)
    implements Encodable {

  public static GroupSecrets decode(TlsReader in) throws RuleViolation {
    return new GroupSecrets(
        Secret.owning(in.opaque()),
        in.present() ? Secret.owning(in.opaque()) : null,
        in.list(PreSharedKeyId::decode));
  }

  @Override
  public void encode(TlsWriter out) {
    out.opaque(joinerSecret.expose());
    out.u8(pathSecret == null ? 0 : 1);
    if (pathSecret != null) {
      out.opaque(pathSecret.expose());
    }
    out.list(psks);
  }
}
