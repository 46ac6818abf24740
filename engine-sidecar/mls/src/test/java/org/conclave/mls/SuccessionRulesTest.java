package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.HpkeCiphertext;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.GroupSecrets;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.PreSharedKeyId.Usage;
import org.conclave.mls.message.Welcome;
import org.conclave.mls.schedule.KeySchedule;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.PskSecret;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeEditor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A member of a group welcomes another into one that is said to continue it, and lies in one point
 * (RFC 9420 sections 11.2, 11.3 and 12.4.3.1).
 */
class SuccessionRulesTest {
  private static final byte[] NEXT_GROUP = Device.bytes("next");

  private final CipherSuite suite = CipherSuites.find(CipherSuites.DEFAULT).orElseThrow();
  private final SecureRandom random = new SecureRandom();
  private final Device nextBob = new Device("bob");
  private final KeyPackageBundle bundle = nextBob.keyPackage();
  private Device mallory;
  private Device bob;

  @BeforeEach
  void twoMembers() {
    mallory = new Device("mallory").create();
    bob = new Device("bob");
    mallory.add(List.of(), List.of(bob));
  }

  private void end(int nextSuite) {
    CommitResult result =
        mallory.engine.commitReInit(
            mallory.parts(List.copyOf(mallory.rows.values())),
            mallory.tree(),
            mallory.signer,
            new ReInitRequest(
                new ProposalRequest.ReInit(NEXT_GROUP, nextSuite, List.of()), new byte[0], false),
            random,
            Device.NOW);
    CommitCreated created = (CommitCreated) result;
    mallory.enter(created);
    bob.follow(created.commit());
  }

  /** What a Welcome can lie about. */
  private record Claim(byte[] groupId, long epoch, Extensions extensions, String... members) {}

  private static Claim truth() {
    return new Claim(NEXT_GROUP, 1, Extensions.NONE, "mallory", "bob");
  }

  private PreSharedKeyId.Resumption link(Usage usage) {
    return new PreSharedKeyId.Resumption(
        usage,
        Device.GROUP_ID,
        mallory.state.summary().epoch(),
        suite.randomSecret(random).expose());
  }

  private JoinResult join(Claim claim, PreSharedKeyId... links) throws Exception {
    KeyPackage keyPackage = MlsMessage.decode(bundle.keyPackage(), KeyPackage.class);
    MemberIdentity signer = null;
    TreeEditor editor = null;
    for (String name : claim.members()) {
      MemberIdentity identity = Forger.identityOf(new Device(name), suite);
      var leaf =
          name.equals("bob")
              ? keyPackage.leafNode()
              : identity.newLeaf(Forger.lifetime(), List.of(), random).leaf();
      if (editor == null) {
        signer = identity;
        editor = RatchetTree.ofCreator(suite, leaf).edit();
      } else {
        editor.add(leaf);
      }
    }
    RatchetTree tree = editor.build();
    GroupContext context =
        new GroupContext(
            suite.id(),
            claim.groupId(),
            claim.epoch(),
            tree.treeHash(),
            new byte[32],
            claim.extensions());
    List<PreSharedKeyId> ids = List.of(links);
    Psk known = mallory.engine.resumptionPsk(mallory.state.epoch(), mallory.state.secrets());
    Secret pskSecret = PskSecret.compute(suite, ids, List.of(known));
    Secret joiner = suite.randomSecret(random);
    KeySchedule schedule = KeySchedule.join(suite, joiner, pskSecret, context.encoded());
    byte[] tag = suite.mac(schedule.secrets().confirmation(), context.confirmedTranscriptHash());
    Extensions withTree =
        new Extensions(List.of(new Extension(Extension.RATCHET_TREE, tree.encoded())));
    byte[] info =
        new GroupInfo(context, withTree, tag, 0, new byte[0])
            .signed(suite, signer.signaturePrivateKey())
            .encoded();
    Secret key = suite.expandWithLabel(schedule.welcome(), "key", new byte[0], suite.keyLength());
    byte[] nonce =
        suite
            .expandWithLabel(schedule.welcome(), "nonce", new byte[0], suite.nonceLength())
            .expose();
    byte[] sealedInfo = suite.seal(key, nonce, new byte[0], info);
    HpkeCiphertext sealed =
        suite.encrypt(
            keyPackage.initKey(),
            suite.encryptionContext("Welcome", sealedInfo),
            Secret.owning(new GroupSecrets(joiner, null, ids).encoded()),
            random);
    Welcome welcome =
        new Welcome(
            suite.id(),
            List.of(new Welcome.EncryptedGroupSecrets(keyPackage.reference(suite), sealed)),
            sealedInfo);
    return ReInitTest.tryJoin(
        nextBob,
        new MlsMessage(welcome).encoded(),
        bundle,
        List.of(new Predecessor(bob.state.epoch(), bob.state.secrets(), bob.tree())));
  }

  @Test
  void theForgeryWithoutALieIsAccepted() throws Exception {
    assertThat(join(truth(), link(Usage.BRANCH))).isInstanceOf(Joined.class);
    end(1);
    assertThat(join(truth(), link(Usage.REINIT))).isInstanceOf(Joined.class);
  }

  @Test
  void rule12_4_3_1_epochThatIsNotTheFirst() throws Exception {
    Claim claim = new Claim(NEXT_GROUP, 2, Extensions.NONE, "mallory", "bob");
    ReInitTest.assertBroken(join(claim, link(Usage.BRANCH)), "12.4.3.1", "epoch 2");
    end(1);
    ReInitTest.assertBroken(join(claim, link(Usage.REINIT)), "12.4.3.1", "epoch 2");
  }

  @Test
  void rule12_4_3_1_moreThanOneLink() throws Exception {
    end(1);
    ReInitTest.assertBroken(
        join(truth(), link(Usage.REINIT), link(Usage.BRANCH)), "12.4.3.1", "more than one");
  }

  @Test
  void rule11_2_oldGroupThatWasNotEnded() throws Exception {
    ReInitTest.assertBroken(join(truth(), link(Usage.REINIT)), "11.2", "not ended by a ReInit");
  }

  @Test
  void rule11_2_anotherGroupId() throws Exception {
    end(1);
    Claim claim = new Claim(Device.bytes("other"), 1, Extensions.NONE, "mallory", "bob");
    ReInitTest.assertBroken(join(claim, link(Usage.REINIT)), "11.2", "group id");
  }

  @Test
  void rule11_2_anotherCipherSuite() throws Exception {
    end(2);
    ReInitTest.assertBroken(join(truth(), link(Usage.REINIT)), "11.2", "cipher suite");
  }

  @Test
  void rule11_2_otherExtensions() throws Exception {
    end(1);
    Extensions extensions =
        new Extensions(List.of(new Extension(Extension.APPLICATION_ID, new byte[1])));
    Claim claim = new Claim(NEXT_GROUP, 1, extensions, "mallory", "bob");
    ReInitTest.assertBroken(join(claim, link(Usage.REINIT)), "11.2", "extensions");
  }

  @Test
  void rule11_2_memberWhoWasLeftOut() throws Exception {
    end(1);
    Claim claim = new Claim(NEXT_GROUP, 1, Extensions.NONE, "other", "bob");
    ReInitTest.assertBroken(join(claim, link(Usage.REINIT)), "11.2", "not in the new one");
  }

  @Test
  void rule11_3_memberWhoIsNotInTheOldGroup() throws Exception {
    Claim claim = new Claim(NEXT_GROUP, 1, Extensions.NONE, "mallory", "bob", "stranger");
    ReInitTest.assertBroken(join(claim, link(Usage.BRANCH)), "11.3", "is not in the group");
  }

  @Test
  void rule11_3_anotherCipherSuite() throws Exception {
    mallory = new Device("mallory", 3).create();
    bob = new Device("bob", 3);
    mallory.add(List.of(), List.of(bob));
    ReInitTest.assertBroken(join(truth(), link(Usage.BRANCH)), "11.3", "cipher suite");
  }

  @Test
  void rule8_4_linkWithANonceOfTheWrongLength() throws Exception {
    PreSharedKeyId.Resumption link =
        new PreSharedKeyId.Resumption(Usage.BRANCH, Device.GROUP_ID, 1, new byte[31]);
    ReInitTest.assertBroken(join(truth(), link), "8.4", "nonce");
  }
}
