package org.conclave.mls.group;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.conclave.mls.crypto.Batch;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.EncryptionContext;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.GroupSecrets;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.Welcome;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.Grease;
import org.conclave.mls.tree.TreeMath;

/** Makes the Welcome for those whom a commit adds, RFC 9420 section 12.4.3.1. */
final class Welcomer {
  private final CipherSuite suite;
  private final Secret signatureKey;
  private final SecureRandom random;

  Welcomer(CipherSuite suite, Secret signatureKey, SecureRandom random) {
    this.suite = suite;
    this.signatureKey = signatureKey;
    this.random = random;
  }

  /**
   * @param pathSecrets of the commit's path, by node index; empty if it has none
   */
  Welcome welcome(
      NextEpoch next,
      AppliedProposals applied,
      SortedMap<Integer, Secret> pathSecrets,
      boolean withTree)
      throws RuleViolation {
    int signer = next.part().ownLeaf();
    byte[] groupInfo = groupInfo(next, signer, withTree).encoded();
    Secret welcomeSecret = next.schedule().welcome();
    Secret key = suite.expandWithLabel(welcomeSecret, "key", new byte[0], suite.keyLength());
    byte[] nonce =
        suite.expandWithLabel(welcomeSecret, "nonce", new byte[0], suite.nonceLength()).expose();
    byte[] encryptedGroupInfo = suite.seal(key, nonce, new byte[0], groupInfo);
    key.wipe();
    EncryptionContext context = suite.encryptionContext("Welcome", encryptedGroupInfo);
    List<Map.Entry<Integer, KeyPackage>> newcomers = List.copyOf(applied.added().entrySet());
    List<Welcome.EncryptedGroupSecrets> sealed =
        Batch.of(
            newcomers.size(),
            i -> {
              int place = TreeMath.nodeOf(newcomers.get(i).getKey());
              int ancestor = TreeMath.commonAncestor(TreeMath.nodeOf(signer), place);
              GroupSecrets secrets =
                  new GroupSecrets(
                      next.schedule().joiner(), pathSecrets.get(ancestor), applied.psks());
              return sealFor(newcomers.get(i).getValue(), secrets, context);
            });
    return new Welcome(suite.id(), sealed, encryptedGroupInfo);
  }

  private GroupInfo groupInfo(NextEpoch next, int signer, boolean withTree) {
    List<Extension> extensions = new ArrayList<>();
    if (withTree) {
      extensions.add(GroupInfoExporter.treeExtension(next.tree()));
    }
    extensions.add(Grease.extension(Grease.draw(random)));
    return new GroupInfo(
            next.part().context(),
            new Extensions(extensions),
            next.confirmationTag(),
            signer,
            new byte[0])
        .signed(suite, signatureKey);
  }

  private Welcome.EncryptedGroupSecrets sealFor(
      KeyPackage keyPackage, GroupSecrets secrets, EncryptionContext context) throws RuleViolation {
    Secret plaintext = Secret.owning(secrets.encoded());
    Welcome.EncryptedGroupSecrets sealed =
        new Welcome.EncryptedGroupSecrets(
            keyPackage.reference(suite),
            suite.encrypt(keyPackage.initKey(), context, plaintext, random));
    plaintext.wipe();
    return sealed;
  }
}
