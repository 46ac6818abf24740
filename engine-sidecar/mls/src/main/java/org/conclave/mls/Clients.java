package org.conclave.mls;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.KeyPackageValidator;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafContext;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;

/**
 * What a client does that is in no group: makes itself known, and proposes to a group from outside.
 * Part of {@link MlsEngine}, which says what holds for all calls.
 */
public sealed interface Clients permits MlsEngine {
  /** What clients, key packages and groups can be begun with. */
  OfferedSuites offered();

  /** The cipher suites that can be used, by their numbers. */
  default List<Integer> cipherSuites() {
    return offered().ids();
  }

  default SignatureKeyPair createIdentity(int cipherSuite, SecureRandom random) {
    CipherSuite suite = offered().get(cipherSuite);
    Secret privateKey = suite.generateSignatureKey(random);
    return new SignatureKeyPair(suite.signatureKeyOf(privateKey), privateKey.expose());
  }

  /** RFC 9420 section 10. */
  default KeyPackageBundle createKeyPackage(KeyPackageRequest request, SecureRandom random) {
    MemberIdentity identity = SignerCheck.identity(request.signer(), offered());
    List<Integer> extensionTypes = new ArrayList<>(request.extensionTypes());
    if (request.lastResort() && !extensionTypes.contains(Extension.LAST_RESORT)) {
      extensionTypes.add(Extension.LAST_RESORT);
    }
    MemberIdentity.OwnKeyPackage own =
        identity.newKeyPackage(
            request.lifetime().source(), request.lastResort(), extensionTypes, random);
    return new KeyPackageBundle(
        new MlsMessage(own.keyPackage()).encoded(),
        own.keyPackage().reference(identity.suite()),
        KeyPackagePart.encode(own));
  }

  /**
   * Checks a key package as RFC 9420 section 10.1 asks, its lifetime included, outside of any
   * group.
   */
  default InspectResult inspectKeyPackage(byte[] keyPackage, long now) {
    try {
      KeyPackage decoded = MlsMessage.decode(keyPackage, KeyPackage.class);
      CipherSuite suite = offered().require(decoded.cipherSuite());
      KeyPackageValidator.validate(
          decoded, new LeafContext(suite, new byte[0], Extensions.NONE, OptionalLong.of(now)));
      return summary(decoded, suite);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /**
   * A client's proposal to be added to a group, RFC 9420 section 12.1.8. Whether the group takes it
   * is for its members to decide.
   *
   * @param epoch in which the group will get it
   * @param signer whose key package it is
   * @param keyPackage an MLSMessage
   * @param now seconds since 1970: the key package must be within its lifetime
   */
  default ExternalProposalResult proposeSelf(
      byte[] groupId, long epoch, Signer signer, byte[] keyPackage, long now) {
    try {
      return ExternalProposals.proposeSelf(groupId, epoch, signer, keyPackage, offered(), now);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  /**
   * A proposal by one of a group's external senders ({@link
   * org.conclave.mls.group.ExternalSender#extension}), RFC 9420 section 12.1.8. A key package is
   * checked as far as it can be without the group.
   *
   * @param now seconds since 1970: a key package must be within its lifetime
   */
  default ExternalProposalResult externalPropose(
      ExternalProposalRequest request, SecureRandom random, long now) {
    try {
      RequestedProposal.requireOffered(request.proposal(), offered());
      return ExternalProposals.propose(request, offered(), random, now);
    } catch (RuleViolation e) {
      return Rejected.of(e);
    }
  }

  private static KeyPackageSummary summary(KeyPackage keyPackage, CipherSuite suite) {
    LeafNode leaf = keyPackage.leafNode();
    Lifetime lifetime =
        leaf.source() instanceof LeafNodeSource.InKeyPackage in
            ? new Lifetime(in.notBefore(), in.notAfter())
            : new Lifetime(0, 0);
    return new KeyPackageSummary(
        keyPackage.reference(suite),
        leaf.credential(),
        leaf.signatureKey(),
        suite.id(),
        lifetime,
        keyPackage.extensions().find(Extension.LAST_RESORT).isPresent());
  }
}
