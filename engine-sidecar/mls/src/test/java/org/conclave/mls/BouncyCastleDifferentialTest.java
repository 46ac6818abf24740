package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.crypto.Secret;
import org.bouncycastle.mls.protocol.Group;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.group.MemberChange;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.tree.LeafNodeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Another implementation in one group with ours: both agree on every epoch. One thread, since that
 * one allows no more.
 */
class BouncyCastleDifferentialTest {
  private final CipherSuite suite = CipherSuites.find(CipherSuites.DEFAULT).orElseThrow();
  private final SecureRandom random = new SecureRandom();
  private final Device alice = new Device("alice").create();
  private final Device bob = new Device("bob");

  /** A key package of ours whose keys the other implementation is given. */
  private MemberIdentity.OwnKeyPackage keyPackage(Device device) {
    return Forger.identityOf(device, suite)
        .newKeyPackage(
            new LeafNodeSource.InKeyPackage(0, Long.MAX_VALUE),
            false,
            List.of(Device.PRIVATE_EXTENSION),
            random);
  }

  private static AsymmetricCipherKeyPair leafKey(
      MlsCipherSuite other, MemberIdentity.OwnKeyPackage own) {
    return other
        .getHPKE()
        .deserializePrivateKey(
            own.encryptionKey().expose().clone(), own.keyPackage().leafNode().encryptionKey());
  }

  private static MLSMessage parse(byte[] message) throws Exception {
    return (MLSMessage) MLSInputStream.decode(message, MLSMessage.class);
  }

  private Group join(Device device, MemberIdentity.OwnKeyPackage own, byte[] welcome)
      throws Exception {
    MlsCipherSuite other = MlsCipherSuite.getSuite((short) CipherSuites.DEFAULT);
    return new Group(
        own.initKey().expose().clone(),
        leafKey(other, own),
        device.signer.signaturePrivateKey().clone(),
        parse(new MlsMessage(own.keyPackage()).encoded()).keyPackage,
        parse(welcome).welcome,
        null,
        new HashMap<>(),
        new HashMap<>());
  }

  private Group.GroupWithMessage commit(Group group) throws Exception {
    byte[] leafSecret = new byte[32];
    random.nextBytes(leafSecret);
    return group.commit(
        new Secret(leafSecret),
        new Group.CommitOptions(List.of(), true, true, new Group.LeafNodeOptions()),
        new Group.MessageOptions(true, new byte[0], 0),
        new Group.CommitParameters(Group.NORMAL_COMMIT_PARAMS));
  }

  @Test
  void bothAgreeWhoeverCommits() throws Exception {
    alice.add(List.of(), List.of(bob));
    Device carol = new Device("carol");
    MemberIdentity.OwnKeyPackage own = keyPackage(carol);
    CommitCreated added =
        alice.commit(
            CommitRequest.empty().adding(List.of(new MlsMessage(own.keyPackage()).encoded())));
    alice.enter(added);
    bob.follow(added.commit());
    Group other = join(carol, own, added.welcome());
    assertThat(other.getEpochAuthenticator()).isEqualTo(alice.authenticator());
    for (int round = 0; round < 6; round++) {
      CommitCreated ours = (round % 2 == 0 ? alice : bob).commit(CommitRequest.empty());
      (round % 2 == 0 ? alice : bob).enter(ours);
      (round % 2 == 0 ? bob : alice).follow(ours.commit());
      other = other.handle(ours.commit(), null);
      assertThat(other.getEpochAuthenticator()).isEqualTo(alice.authenticator());
      Group.GroupWithMessage theirs = commit(other);
      byte[] message = MLSOutputStream.encode(theirs.message);
      alice.follow(message);
      bob.follow(message);
      other = theirs.group;
      assertThat(alice.authenticator()).isEqualTo(other.getEpochAuthenticator());
      assertThat(bob.authenticator()).isEqualTo(other.getEpochAuthenticator());
      byte[] sent =
          MLSOutputStream.encode(other.protect(Device.bytes("clear"), Device.bytes("hi"), 0));
      assertThat(alice.read(sent)).isEqualTo("hi");
      byte[][] read = other.unprotect(parse(bob.send("there")));
      assertThat(read[1]).isEqualTo(Device.bytes("there"));
    }
  }

  @Test
  void oneWhoJoinsByExternalCommitIsLetIn() throws Exception {
    Device carol = new Device("carol");
    MemberIdentity.OwnKeyPackage own = keyPackage(carol);
    CommitCreated added =
        alice.commit(
            CommitRequest.empty().adding(List.of(new MlsMessage(own.keyPackage()).encoded())));
    alice.enter(added);
    Group other = join(carol, own, added.welcome());
    Device dave = new Device("dave");
    MlsCipherSuite otherSuite = MlsCipherSuite.getSuite((short) CipherSuites.DEFAULT);
    byte[] leafSecret = new byte[32];
    random.nextBytes(leafSecret);
    Group.GroupWithMessage joined =
        Group.externalJoin(
            new Secret(leafSecret),
            otherSuite.deserializeSignaturePrivateKey(dave.signer.signaturePrivateKey()),
            parse(new MlsMessage(keyPackage(dave).keyPackage()).encoded()).keyPackage,
            other.getGroupInfo(true).groupInfo,
            null,
            new Group.MessageOptions(false, new byte[0], 0),
            null,
            new HashMap<>());
    CommitApplied applied = alice.follow(MLSOutputStream.encode(joined.message));
    assertThat(applied.committerIdentity()).isEqualTo(Device.bytes("dave"));
    assertThat(applied.changes())
        .singleElement()
        .satisfies(change -> assertThat(change.kind()).isEqualTo(MemberChange.Kind.ADDED));
    assertThat(alice.authenticator()).isEqualTo(joined.group.getEpochAuthenticator());
  }

  /** Suites and seeds of histories; a failure names both. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "1, 21", "2, 4", "3, 5", "4, 6", "5, 7", "6, 8", "7, 9"})
  void randomHistoriesAgree(int historySuite, long seed) throws Exception {
    // Bouncy Castle looks at the clock: so must we.
    long now = System.currentTimeMillis() / 1000;
    new MixedHistory(
            seed,
            name -> new OurParty(name, historySuite, now),
            name -> new BouncyCastleParty(name, historySuite))
        .run(12);
  }
}
