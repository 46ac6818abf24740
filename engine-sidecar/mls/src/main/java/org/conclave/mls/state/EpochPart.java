package org.conclave.mls.state;

import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.rule.StateMismatchException;
import org.conclave.mls.tree.TreeMath;
import org.jspecify.annotations.Nullable;

/**
 * Part E: what an epoch is, without its secrets.
 *
 * @param treeWidth how many leaves the ratchet tree has room for, so that sending needs no tree
 * @param reInit the ReInit that ended the group, by which the group after it is judged (RFC 9420
 *     section 11.2); null where none did
 */
public record EpochPart(
    GroupContext context,
    byte[] interimTranscriptHash,
    int ownLeaf,
    int treeWidth,
    Proposal.@Nullable ReInit reInit)
    implements Encodable {

  public static EpochPart decode(byte[] data) {
    return PartCodec.decode("E", data, EpochPart::read);
  }

  private static EpochPart read(TlsReader in) throws RuleViolation {
    EpochPart part =
        new EpochPart(GroupContext.decode(in), in.opaque(), in.index(), in.index(), readReInit(in));
    // What climbs a tree of another width climbs for ever.
    if (!TreeMath.isWidth(part.treeWidth) || part.ownLeaf < 0 || part.ownLeaf >= part.treeWidth) {
      throw new StateMismatchException("part E names a tree that cannot be");
    }
    return part;
  }

  private static Proposal.@Nullable ReInit readReInit(TlsReader in) throws RuleViolation {
    return in.present() ? Proposal.ReInit.decodeBody(in) : null;
  }

  /** Whether a ReInit ended the group: nothing may be sent any more (section 12.4.2). */
  public boolean reinitialised() {
    return reInit != null;
  }

  public CipherSuite suite() {
    return CipherSuites.find(context.cipherSuite())
        .orElseThrow(
            () -> new StateMismatchException("part E names cipher suite " + context.cipherSuite()));
  }

  @Override
  public void encode(TlsWriter out) {
    out.u8(PartCodec.FORMAT)
        .struct(context)
        .opaque(interimTranscriptHash)
        .u32(ownLeaf)
        .u32(treeWidth)
        .u8(reInit == null ? 0 : 1);
    if (reInit != null) {
      reInit.encodeBody(out);
    }
  }
}
