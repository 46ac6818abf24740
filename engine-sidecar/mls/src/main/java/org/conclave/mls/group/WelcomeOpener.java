package org.conclave.mls.group;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

  /**
   * The group secrets of a Welcome. Its GroupInfo is still sealed: that takes the pre-shared keys
   * that the secrets name.
   */
  public record Unsealed(
      CipherSuite suite,
      Welcome welcome,
      MemberIdentity.OwnKeyPackage keyPackage,
      byte[] reference,
      GroupSecrets secrets) {

    /**
     * The key of the group that this one reinitialises or is branched from, if it is such a one.
     */
    public Optional<PreSharedKeyId.Resumption> link() {
      for (PreSharedKeyId id : secrets.psks()) {
        if (isLink(id)) {
          return Optional.of((PreSharedKeyId.Resumption) id);
        }
      }
      return Optional.empty();
    }
  }

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
  public static Unsealed unseal(Welcome welcome, List<MemberIdentity.OwnKeyPackage> keyPackages)
      throws RuleViolation {
    CipherSuite suite = CipherSuites.require(welcome.cipherSuite());
    for (MemberIdentity.OwnKeyPackage candidate : keyPackages) {
      byte[] reference = candidate.keyPackage().reference(suite);
      for (Welcome.EncryptedGroupSecrets sealed : welcome.secrets()) {
        if (Arrays.equals(sealed.newMember(), reference)) {
          return unseal(suite, welcome, candidate, sealed);
        }
      }
    }
    throw new RuleViolation(
        Reason.NOT_FOR_US, "RFC 9420 12.4.3.1", "a Welcome for none of the key packages given");
  }

  private static Unsealed unseal(
      CipherSuite suite,
      Welcome welcome,
      MemberIdentity.OwnKeyPackage own,
      Welcome.EncryptedGroupSecrets sealed)
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
    return new Unsealed(suite, welcome, own, sealed.newMember(), secrets);
  }

  /**
   * @throws RuleViolation UNKNOWN_PSK if one of the keys that the Welcome names was not given
   */
  public static Opened open(Unsealed unsealed, List<Psk> psks) throws RuleViolation {
    CipherSuite suite = unsealed.suite();
    GroupSecrets secrets = unsealed.secrets();
    Secret pskSecret = PskSecret.compute(suite, secrets.psks(), psks);
    GroupInfo groupInfo =
        openGroupInfo(suite, unsealed.welcome(), secrets.joinerSecret(), pskSecret);
    if (groupInfo.groupContext().cipherSuite() != suite.id()) {
      throw RuleViolation.invalid("12.4.3.1", "a GroupInfo of another suite than the key package");
    }
    return new Opened(unsealed.keyPackage(), unsealed.reference(), secrets, pskSecret, groupInfo);
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
    int links = 0;
    for (PreSharedKeyId id : ids) {
      if (id.nonce().length != suite.secretLength()) {
        throw RuleViolation.invalid("8.4", "a pre-shared key nonce of the wrong length");
      }
      links += isLink(id) ? 1 : 0;
    }
    if (links > 1) {
      throw RuleViolation.invalid(
          "12.4.3.1", "a Welcome that reinitialises or branches more than one group");
    }
  }

  private static boolean isLink(PreSharedKeyId id) {
    return id instanceof PreSharedKeyId.Resumption resumption
        && resumption.usage() != PreSharedKeyId.Usage.APPLICATION;
  }
}
