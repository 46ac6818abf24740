package org.conclave.mls.group;

import java.security.SecureRandom;
import java.util.List;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.KemKeyPair;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.MembershipValidator;
import org.conclave.mls.tree.TreeEditor;
import org.jspecify.annotations.Nullable;

/**
 * A member's proposal to renew its own leaf, RFC 9420 section 12.1.2.
 *
 * @param leafKey the private key of the new leaf
 */
public record OwnUpdate(Proposal.Update proposal, Secret leafKey) {

  /**
   * @param signatureKey of the present leaf
   * @param successor whom the leaf is to present from then on; null where that stays
   * @throws RuleViolation if the successor's signature key is another member's
   */
  public static OwnUpdate create(
      Epoch epoch, Secret signatureKey, @Nullable MemberIdentity successor, SecureRandom random)
      throws RuleViolation {
    CipherSuite suite = epoch.suite();
    LeafNode own = epoch.tree().requireLeaf(epoch.ownLeaf(), "12.1.2");
    KemKeyPair pair = suite.generateKeyPair(random);
    LeafNode leaf =
        (successor == null ? own : successor.takeOver(own))
            .renewed(pair.publicKey(), new LeafNodeSource.InUpdate())
            .signed(
                suite,
                successor == null ? signatureKey : successor.signaturePrivateKey(),
                epoch.context().groupId(),
                epoch.ownLeaf());
    if (successor != null) {
      requireDistinct(epoch, leaf);
    }
    return new OwnUpdate(new Proposal.Update(leaf), pair.privateKey());
  }

  /** Whoever commits it would find that out, and leave the proposal out. */
  private static void requireDistinct(Epoch epoch, LeafNode leaf) throws RuleViolation {
    TreeEditor after = epoch.tree().edit();
    after.update(epoch.ownLeaf(), leaf);
    MembershipValidator.validateChanged(epoch.tree(), after.build(), List.of(epoch.ownLeaf()));
  }
}
