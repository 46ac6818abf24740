package org.conclave.mls;

import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.rule.StateMismatchException;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.state.EpochPart;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeSegment;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a state say. Part of {@link MlsEngine}, which says what holds for all calls.
 */
public sealed interface States permits MlsEngine {
  /** Every member, from left to right. */
  default List<Member> roster(RatchetTree tree) {
    List<Member> members = new ArrayList<>(tree.memberCount());
    tree.forEachLeaf((leaf, index) -> members.add(NewStates.member(index, leaf)));
    return members;
  }

  /** The tree hash that names part T of a state. */
  default byte[] treeHash(byte[] epoch) {
    return EpochPart.decode(epoch).context().treeHash();
  }

  /** RFC 9420 section 8.7. */
  default byte[] epochAuthenticator(byte[] secrets) {
    return SecretsPart.decodeFull(secrets).secrets().epochAuthenticator().expose();
  }

  /**
   * {@code MLS-Exporter}, RFC 9420 section 8.5.
   *
   * @param secrets part S, not retired
   * @param label ASCII
   * @param length in octets, at least 1 and at most 255 hashes of the cipher suite
   */
  default byte[] exporter(byte[] epoch, byte[] secrets, String label, byte[] context, int length) {
    if (!label.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException("an exporter's label is printable ASCII");
    }
    if (length < 1) {
      throw new IllegalArgumentException("nothing to export");
    }
    CipherSuite suite = EpochPart.decode(epoch).suite();
    return SecretsPart.decodeFull(secrets, suite)
        .secrets()
        .export(suite, label, context, length)
        .expose();
  }

  /**
   * The resumption key of an epoch (RFC 9420 section 8.6), to be injected elsewhere.
   *
   * @param epoch part E
   * @param secrets part S, not retired
   */
  default Psk.Resumption resumptionPsk(byte[] epoch, byte[] secrets) {
    EpochPart part = EpochPart.decode(epoch);
    GroupContext context = part.context();
    return new Psk.Resumption(
        context.groupId(),
        context.epoch(),
        SecretsPart.decodeFull(secrets, part.suite()).secrets().resumption());
  }

  /** Part S of a superseded epoch, reduced to what reading its late application messages takes. */
  default byte[] retire(byte[] secrets) {
    SecretsPart part = SecretsPart.decode(secrets);
    return part instanceof SecretsPart.Full full ? full.retire().encoded() : secrets;
  }

  /**
   * The tree that segments yield, to be cached by its tree hash.
   *
   * @param base a tree that is at hand already, on which the first segment builds; null where it is
   *     a full one
   * @throws StateMismatchException if they do not yield one
   */
  default RatchetTree resolveTree(@Nullable RatchetTree base, List<TreeSegment> segments) {
    try {
      return TreeSegment.resolve(base, segments);
    } catch (RuleViolation e) {
      throw new StateMismatchException("the tree segments do not yield a tree: " + e.detail(), e);
    }
  }
}
