package org.conclave.mls;

import java.security.SecureRandom;
import java.util.List;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.HpkeCiphertext;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.GroupSecrets;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Welcome;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.schedule.KeySchedule;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.RatchetTree;
import org.jspecify.annotations.Nullable;

/**
 * A Welcome into a group that never was, made of one tree: everything fits together but what a test
 * replaces.
 */
final class WelcomeDraft {
  private final CipherSuite suite = Forger.SUITE;
  private final SecureRandom random = new SecureRandom();
  private final KeyPackage invited;
  private final RatchetTree tree;
  private MemberIdentity signingKey;
  private int signer;
  private int groupSuite = suite.id();
  private byte[] treeHash;
  private Extensions groupExtensions = Extensions.NONE;
  private @Nullable Secret pathSecret;
  private List<PreSharedKeyId> psks = List.of();
  private boolean damagedTag;
  private boolean damagedInfo;
  private boolean damagedSecrets;

  WelcomeDraft(RatchetTree tree, KeyPackage invited, MemberIdentity signingKey) {
    this.tree = tree;
    this.invited = invited;
    this.signingKey = signingKey;
    this.treeHash = tree.treeHash();
  }

  WelcomeDraft signedBy(MemberIdentity other) {
    signingKey = other;
    return this;
  }

  WelcomeDraft signer(int leaf) {
    signer = leaf;
    return this;
  }

  WelcomeDraft groupSuite(int other) {
    groupSuite = other;
    return this;
  }

  WelcomeDraft treeHash(byte[] other) {
    treeHash = other;
    return this;
  }

  WelcomeDraft groupExtensions(Extension... all) {
    groupExtensions = new Extensions(List.of(all));
    return this;
  }

  WelcomeDraft pathSecret(Secret secret) {
    pathSecret = secret;
    return this;
  }

  WelcomeDraft psks(PreSharedKeyId... ids) {
    psks = List.of(ids);
    return this;
  }

  WelcomeDraft damagedTag() {
    damagedTag = true;
    return this;
  }

  WelcomeDraft damagedInfo() {
    damagedInfo = true;
    return this;
  }

  WelcomeDraft damagedSecrets() {
    damagedSecrets = true;
    return this;
  }

  Welcome build() throws RuleViolation {
    GroupContext context =
        new GroupContext(groupSuite, Device.GROUP_ID, 7, treeHash, new byte[32], groupExtensions);
    Secret joiner = suite.randomSecret(random);
    Secret noPsk = Secret.zeros(suite.secretLength());
    KeySchedule schedule = KeySchedule.join(suite, joiner, noPsk, context.encoded());
    byte[] info = groupInfo(context, schedule);
    Secret key = suite.expandWithLabel(schedule.welcome(), "key", new byte[0], suite.keyLength());
    byte[] nonce =
        suite
            .expandWithLabel(schedule.welcome(), "nonce", new byte[0], suite.nonceLength())
            .expose();
    byte[] encryptedInfo = suite.seal(key, nonce, new byte[0], info);
    encryptedInfo[0] ^= (byte) (damagedInfo ? 1 : 0);
    HpkeCiphertext sealed =
        suite.encrypt(
            invited.initKey(),
            suite.encryptionContext("Welcome", encryptedInfo),
            Secret.owning(new GroupSecrets(joiner, pathSecret, psks).encoded()),
            random);
    sealed.ciphertext()[0] ^= (byte) (damagedSecrets ? 1 : 0);
    return new Welcome(
        suite.id(),
        List.of(new Welcome.EncryptedGroupSecrets(invited.reference(suite), sealed)),
        encryptedInfo);
  }

  byte[] encoded() throws RuleViolation {
    return new MlsMessage(build()).encoded();
  }

  private byte[] groupInfo(GroupContext context, KeySchedule schedule) {
    byte[] tag = suite.mac(schedule.secrets().confirmation(), context.confirmedTranscriptHash());
    tag[0] ^= (byte) (damagedTag ? 1 : 0);
    Extensions extensions =
        new Extensions(List.of(new Extension(Extension.RATCHET_TREE, tree.encoded())));
    return new GroupInfo(context, extensions, tag, signer, new byte[0])
        .signed(suite, signingKey.signaturePrivateKey())
        .encoded();
  }
}
