package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.codec.KeyPackage;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.ProtocolVersion;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.crypto.Secret;
import org.bouncycastle.mls.protocol.Group;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.tree.LeafNodeSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * External commits and proposals, reinitialised groups and branches between another implementation
 * and ours, each made by either.
 */
class BouncyCastleEvolutionTest {
  private static final byte[] NEXT_GROUP = Device.bytes("next");

  private final CipherSuite suite = CipherSuites.find(CipherSuites.DEFAULT).orElseThrow();
  private final MlsCipherSuite otherSuite = otherSuite();
  private final SecureRandom random = new SecureRandom();

  /** Ours. */
  private Device alice;

  /** Carol's, in one group with alice. */
  private Group carol;

  /** A client whose keys both implementations can use. */
  private record Client(Device device, MemberIdentity.OwnKeyPackage own) {
    byte[] keyPackage() {
      return new MlsMessage(own.keyPackage()).encoded();
    }

    KeyPackage parsedKeyPackage() throws Exception {
      return parse(keyPackage()).keyPackage;
    }

    byte[] signatureKey() {
      return device.signer.signaturePrivateKey().clone();
    }
  }

  private static MlsCipherSuite otherSuite() {
    try {
      return MlsCipherSuite.getSuite((short) CipherSuites.DEFAULT);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static MLSMessage parse(byte[] message) throws Exception {
    return (MLSMessage) MLSInputStream.decode(message, MLSMessage.class);
  }

  private Client client(String name) {
    Device device = new Device(name);
    return new Client(
        device,
        Forger.identityOf(device, suite)
            .newKeyPackage(
                new LeafNodeSource.InKeyPackage(0, Long.MAX_VALUE),
                false,
                List.of(Device.PRIVATE_EXTENSION),
                random));
  }

  private AsymmetricCipherKeyPair leafKey(Client client) {
    return otherSuite
        .getHPKE()
        .deserializePrivateKey(
            client.own().encryptionKey().expose().clone(),
            client.own().keyPackage().leafNode().encryptionKey());
  }

  private AsymmetricCipherKeyPair initKey(Client client) {
    return otherSuite
        .getHPKE()
        .deserializePrivateKey(
            client.own().initKey().expose().clone(), client.own().keyPackage().initKey());
  }

  private AsymmetricCipherKeyPair signatureKey(Client client) {
    return otherSuite.deserializeSignaturePrivateKey(client.signatureKey());
  }

  private byte[] leafSecret() {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return secret;
  }

  private static Group.CommitOptions options() {
    return new Group.CommitOptions(new ArrayList<>(), true, true, new Group.LeafNodeOptions());
  }

  private static Group.MessageOptions framing(boolean encrypted) {
    return new Group.MessageOptions(encrypted, new byte[0], 0);
  }

  @BeforeEach
  void oneOfEach() throws Exception {
    alice = new Device("alice").create();
    Client client = client("carol");
    CommitCreated added = alice.commit(CommitRequest.empty().adding(List.of(client.keyPackage())));
    alice.enter(added);
    carol =
        new Group(
            client.own().initKey().expose().clone(),
            leafKey(client),
            client.signatureKey(),
            client.parsedKeyPackage(),
            parse(added.welcome()).welcome,
            null,
            new HashMap<>(),
            new HashMap<>());
  }

  private SuccessorRequest request(Client creator, Client other) {
    return new SuccessorRequest(
        alice.asPredecessor(),
        creator.device().signer,
        Device.lifetime(),
        List.of(Device.PRIVATE_EXTENSION),
        List.of(other.keyPackage()),
        true);
  }

  private static void assertTogether(Device ours, Group theirs) throws Exception {
    assertThat(theirs.getEpochAuthenticator()).isEqualTo(ours.authenticator());
    byte[] sent =
        MLSOutputStream.encode(theirs.protect(Device.bytes("clear"), Device.bytes("hi"), 0));
    assertThat(ours.read(sent)).isEqualTo("hi");
    assertThat(theirs.unprotect(parse(ours.send("there")))[1]).isEqualTo(Device.bytes("there"));
  }

  @Test
  void oursJoinsByTheGroupInfoOfTheOther() throws Exception {
    Device dave = new Device("dave");
    byte[] info = MLSOutputStream.encode(carol.getGroupInfo(true));
    ExternalCommitResult made =
        dave.engine.externalCommit(ExternalCommitTest.request(dave, info), random, Device.NOW);
    assertThat(made).as(String.valueOf(made)).isInstanceOf(ExternalCommitCreated.class);
    ExternalCommitCreated created = (ExternalCommitCreated) made;
    dave.enter(created.state());
    alice.follow(created.commit());
    carol = carol.handle(created.commit(), null);
    assertThat(alice.authenticator()).isEqualTo(dave.authenticator());
    assertTogether(dave, carol);
  }

  @Test
  void theOtherJoinsByOurGroupInfo() throws Exception {
    Client dave = client("dave");
    Group.GroupWithMessage joined =
        Group.externalJoin(
            new Secret(leafSecret()),
            signatureKey(dave),
            dave.parsedKeyPackage(),
            parse(ExternalCommitTest.groupInfo(alice, true)).groupInfo,
            null,
            framing(false),
            null,
            new HashMap<>());
    byte[] commit = MLSOutputStream.encode(joined.message);
    alice.follow(commit);
    carol = carol.handle(commit, null);
    assertTogether(alice, joined.group);
    assertThat(carol.getEpochAuthenticator()).isEqualTo(alice.authenticator());
  }

  @Test
  void aClientThatProposesItselfIsHeardByBoth() throws Exception {
    // The other implementation looks at the clock, so that its key packages are to last.
    Client dave = client("dave");
    long epoch = alice.state.summary().epoch();
    byte[] ours =
        ((ExternalProposalCreated)
                alice.engine.proposeSelf(
                    Device.GROUP_ID,
                    epoch,
                    dave.device().signer,
                    dave.keyPackage(),
                    dave.device().now))
            .message();
    Client erin = client("erin");
    byte[] theirs =
        MLSOutputStream.encode(
            Group.newMemberAdd(
                Device.GROUP_ID, epoch, erin.parsedKeyPackage(), signatureKey(erin)));
    for (byte[] proposal : List.of(ours, theirs)) {
      assertThat(alice.receive(proposal)).isInstanceOf(ProposalStored.class);
      carol.handle(proposal, null);
    }
    CommitCreated commit = alice.commit(CommitRequest.empty());
    alice.enter(commit);
    carol = carol.handle(commit.commit(), null);
    assertThat(alice.state.summary().memberCount()).isEqualTo(4);
    assertTogether(alice, carol);
  }

  @Test
  void theOtherFollowsOursIntoAReinitialisedGroup() throws Exception {
    CommitResult end =
        alice.engine.commitReInit(
            alice.parts(List.copyOf(alice.rows.values())),
            alice.tree(),
            alice.signer,
            new ReInitRequest(
                new ProposalRequest.ReInit(NEXT_GROUP, suite.id(), List.of()), new byte[0], false),
            random,
            Device.NOW);
    alice.enter((CommitCreated) end);
    Group.Tombstone tombstone = carol.handleReinitCommit(parse(((CommitCreated) end).commit()));
    assertThat(tombstone.getEpochAuthenticator()).isEqualTo(alice.authenticator());
    Client nextAlice = client("alice");
    Client nextCarol = client("carol");
    SuccessorResult made =
        alice.engine.reinitialise(request(nextAlice, nextCarol), random, Device.NOW);
    assertThat(made).as(String.valueOf(made)).isInstanceOf(SuccessorCreated.class);
    nextAlice.device().enter(((SuccessorCreated) made).state());
    Group next =
        tombstone.handleWelcome(
            initKey(nextCarol),
            leafKey(nextCarol),
            signatureKey(nextCarol),
            nextCarol.parsedKeyPackage(),
            parse(((SuccessorCreated) made).welcome()),
            null);
    assertTogether(nextAlice.device(), next);
  }

  @Test
  void oursFollowsTheOtherIntoAReinitialisedGroup() throws Exception {
    byte[] proposal =
        MLSOutputStream.encode(
            carol.reinit(
                NEXT_GROUP, ProtocolVersion.mls10, otherSuite, new ArrayList<>(), framing(true)));
    assertThat(alice.receive(proposal)).isInstanceOf(ProposalStored.class);
    carol.handle(proposal, null);
    Group.TombstoneWithMessage end = carol.reinitCommit(leafSecret(), options(), framing(true));
    CommitApplied applied = alice.follow(MLSOutputStream.encode(end.getMessage()));
    assertThat(applied.state().summary().reinitialised()).isTrue();
    Client nextCarol = client("carol");
    Device nextAlice = new Device("alice");
    KeyPackageBundle bundle = nextAlice.keyPackage();
    Group.GroupWithMessage next =
        end.createWelcome(
            leafKey(nextCarol),
            nextCarol.signatureKey(),
            nextCarol.parsedKeyPackage().getLeafNode(),
            List.of(parse(bundle.keyPackage()).keyPackage),
            leafSecret(),
            options());
    joinSuccessor(nextAlice, bundle, next);
  }

  private void joinSuccessor(Device joiner, KeyPackageBundle bundle, Group.GroupWithMessage next)
      throws Exception {
    MLSMessage welcome = new MLSMessage(WireFormat.mls_welcome);
    welcome.welcome = next.message.welcome;
    byte[] message = MLSOutputStream.encode(welcome);
    assertThat(ReInitTest.tryJoin(joiner, message, bundle, List.of()))
        .isInstanceOf(NeedPredecessor.class);
    JoinResult joined = ReInitTest.tryJoin(joiner, message, bundle, List.of(alice.asPredecessor()));
    assertThat(joined).as(String.valueOf(joined)).isInstanceOf(Joined.class);
    joiner.enter(((Joined) joined).state());
    assertTogether(joiner, next.group);
  }

  @Test
  void theOtherFollowsOursIntoABranch() throws Exception {
    Client aliceInBranch = client("alice");
    Client carolInBranch = client("carol");
    SuccessorResult made =
        alice.engine.branch(
            request(aliceInBranch, carolInBranch), NEXT_GROUP, List.of(), random, Device.NOW);
    assertThat(made).as(String.valueOf(made)).isInstanceOf(SuccessorCreated.class);
    aliceInBranch.device().enter(((SuccessorCreated) made).state());
    Group branch =
        carol.handleBranch(
            initKey(carolInBranch),
            leafKey(carolInBranch),
            signatureKey(carolInBranch),
            carolInBranch.parsedKeyPackage(),
            parse(((SuccessorCreated) made).welcome()),
            null);
    assertTogether(aliceInBranch.device(), branch);
    assertTogether(alice, carol);
  }

  @Test
  void oursFollowsTheOtherIntoABranch() throws Exception {
    Client carolInBranch = client("carol");
    Device aliceInBranch = new Device("alice");
    KeyPackageBundle bundle = aliceInBranch.keyPackage();
    Group.GroupWithMessage branch =
        carol.createBranch(
            NEXT_GROUP,
            leafKey(carolInBranch),
            signatureKey(carolInBranch),
            carolInBranch.parsedKeyPackage().getLeafNode(),
            new ArrayList<>(),
            List.of(parse(bundle.keyPackage()).keyPackage),
            leafSecret(),
            options());
    joinSuccessor(aliceInBranch, bundle, branch);
  }
}
