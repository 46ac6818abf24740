package org.conclave.mls.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.rule.RuleViolation;
import org.jspecify.annotations.Nullable;

/**
 * Part P: proposals of the epoch that wait for a commit. Encoded as nothing at all when there are
 * none.
 */
public record PendingPart(List<Pending> proposals) implements Encodable {
  public static final PendingPart NONE = new PendingPart(List.of());

  /** How many proposals may wait: more than any group needs, and little enough to carry. */
  public static final int LIMIT = 1_000;

  /**
   * A proposal that was verified.
   *
   * @param updateKey the new leaf's private key, where the proposal is an own Update
   */
  public record Pending(byte[] reference, AuthenticatedContent message, @Nullable Secret updateKey)
      implements Encodable {
    static Pending decode(TlsReader in) throws RuleViolation {
      return new Pending(
          in.opaque(),
          AuthenticatedContent.decode(in),
          in.present() ? Secret.owning(in.opaque()) : null);
    }

    @Override
    public void encode(TlsWriter out) {
      out.opaque(reference).struct(message).u8(updateKey == null ? 0 : 1);
      if (updateKey != null) {
        out.opaque(updateKey.expose());
      }
    }
  }

  public static PendingPart decode(byte[] data) {
    return data.length == 0
        ? NONE
        : PartCodec.decode("P", data, in -> new PendingPart(in.list(Pending::decode)));
  }

  public Optional<Pending> find(byte[] reference) {
    return proposals.stream()
        .filter(pending -> Arrays.equals(pending.reference(), reference))
        .findFirst();
  }

  /** With one more; the same one twice counts once. */
  public PendingPart with(Pending pending) {
    if (find(pending.reference()).isPresent()) {
      return this;
    }
    List<Pending> more = new ArrayList<>(proposals);
    more.add(pending);
    return new PendingPart(List.copyOf(more));
  }

  /** The part as it is stored. */
  public byte[] stored() {
    return proposals.isEmpty() ? new byte[0] : encoded();
  }

  @Override
  public void encode(TlsWriter out) {
    out.u8(PartCodec.FORMAT).list(proposals);
  }
}
