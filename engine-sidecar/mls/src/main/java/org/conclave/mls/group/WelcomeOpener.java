package org.conclave.mls.group;

import java.util.Arrays;
import java.util.List;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.GroupSecrets;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Welcome;
import org.conclave.mls.rule.Reason;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.KeySchedule;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.PskSecret;

/** Opens a Welcome as far as it goes without the tree, RFC 9420 section 12.4.3.1. */
public final class WelcomeOpener {
  private WelcomeOpener() {}

  /** What a Welcome said. The GroupInfo's signature is still to be verified, with the tree. */
  public record Opened(
      MemberIdentity.OwnKeyPackage keyPackage,
      byte[] reference,
      GroupSecrets secrets,
      Secret pskSecret,
      GroupInfo groupInfo) {}

  /**
   * @param keyPackages those that the Welcome may be for
   * @throws RuleViolation NOT_FOR_US if it is for none of them
   */
  public static Opened open(
      Welcome welcome, List<MemberIdentity.OwnKeyPackage> keyPackages, List<Psk> psks)
      throws RuleViolation {
    CipherSuite suite = CipherSuites.require(welcome.cipherSuite());
    for (MemberIdentity.OwnKeyPackage candidate : keyPackages) {
      byte[] reference = candidate.keyPackage().reference(suite);
      for (Welcome.EncryptedGroupSecrets sealed : welcome.secrets()) {
        if (Arrays.equals(sealed.newMember(), reference)) {
          return open(suite, welcome, candidate, sealed, psks);
        }
      }
    }
    throw new RuleViolation(
        Reason.NOT_FOR_US, "RFC 9420 12.4.3.1", "a Welcome for none of the key packages given");
  }

  private static Opened open(
      CipherSuite suite,
      Welcome welcome,
      MemberIdentity.OwnKeyPackage own,
      Welcome.EncryptedGroupSecrets sealed,
      List<Psk> psks)
      throws RuleViolation {
    if (own.keyPackage().cipherSuite() != suite.id()) {
      throw RuleViolation.invalid("12.4.3.1", "a Welcome of another suite than the key package");
    }
    Secret plaintext =
        suite
            .decryptWithLabel(
                own.initKey(), "Welcome", welcome.encryptedGroupInfo(), sealed.sealed())
            .orElseThrow(
                () -> RuleViolation.undecryptable("12.4.3.1", "the group secrets do not open"));
    GroupSecrets secrets = Decoder.decodeAll(plaintext.expose(), GroupSecrets::decode);
    plaintext.wipe();
    validatePsks(secrets.psks(), suite);
    Secret pskSecret = PskSecret.compute(suite, secrets.psks(), psks);
    GroupInfo groupInfo = openGroupInfo(suite, welcome, secrets.joinerSecret(), pskSecret);
    if (groupInfo.groupContext().cipherSuite() != suite.id()) {
      throw RuleViolation.invalid("12.4.3.1", "a GroupInfo of another suite than the key package");
    }
    return new Opened(own, sealed.newMember(), secrets, pskSecret, groupInfo);
  }

  private static GroupInfo openGroupInfo(
      CipherSuite suite, Welcome welcome, Secret joinerSecret, Secret pskSecret)
      throws RuleViolation {
    Secret welcomeSecret = KeySchedule.welcomeSecret(suite, joinerSecret, pskSecret);
    Secret key = suite.expandWithLabel(welcomeSecret, "key", new byte[0], suite.keyLength());
    byte[] nonce =
        suite.expandWithLabel(welcomeSecret, "nonce", new byte[0], suite.nonceLength()).expose();
    welcomeSecret.wipe();
    byte[] plaintext =
        suite
            .open(key, nonce, new byte[0], welcome.encryptedGroupInfo())
            .orElseThrow(
                () -> RuleViolation.undecryptable("12.4.3.1", "the GroupInfo does not open"));
    key.wipe();
    return Decoder.decodeAll(plaintext, GroupInfo::decode);
  }

  private static void validatePsks(List<PreSharedKeyId> ids, CipherSuite suite)
      throws RuleViolation {
    long special = 0;
    for (PreSharedKeyId id : ids) {
      if (id.nonce().length != suite.secretLength()) {
        throw RuleViolation.invalid("8.4", "a pre-shared key nonce of the wrong length");
      }
      special +=
          id instanceof PreSharedKeyId.Resumption resumption
                  && resumption.usage() != PreSharedKeyId.Usage.APPLICATION
              ? 1
              : 0;
    }
    if (special > 0) {
      // Both continue a group that the caller would have to show; neither is offered yet by those
      // who invite.
      throw RuleViolation.unsupported("11.2", "a Welcome that reinitialises or branches a group");
    }
  }
}
