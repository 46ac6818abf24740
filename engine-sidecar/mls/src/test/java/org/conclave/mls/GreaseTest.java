package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.group.WelcomeOpener;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.message.Welcome;
import org.conclave.mls.tree.Capabilities;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.Grease;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.RequiredCapabilities;
import org.junit.jupiter.api.Test;

/** RFC 9420 section 13.5: what means nothing is sent, tolerated, kept, and never relied on. */
class GreaseTest {
  private static final List<Integer> ALL =
      IntStream.range(0, 15).mapToObj(n -> n << 12 | 0x0A0A | n << 4).toList();

  private final SecureRandom random = new SecureRandom();
  private final CipherSuite suite = CipherSuites.find(CipherSuites.DEFAULT).orElseThrow();

  private static KeyPackage decoded(KeyPackageBundle bundle) throws Exception {
    return MlsMessage.decode(bundle.keyPackage(), KeyPackage.class);
  }

  private static List<Integer> greaseIn(List<Integer> values) {
    return values.stream().filter(Grease::contains).toList();
  }

  private static List<Integer> types(Extensions extensions) {
    return extensions.all().stream().map(Extension::type).toList();
  }

  @Test
  void valuesAreThoseOfTheRegistry() {
    List<Integer> found =
        IntStream.rangeClosed(0, 0xFFFF).filter(Grease::contains).boxed().toList();
    assertThat(found).isEqualTo(ALL);
    Set<Integer> drawn = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      drawn.add(Grease.draw(random));
    }
    assertThat(drawn).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void ownKeyPackagesCarrySomeInEveryPlace() throws Exception {
    Device alice = new Device("alice");
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      KeyPackage keyPackage = decoded(alice.keyPackage());
      Capabilities capabilities = keyPackage.leafNode().capabilities();
      for (List<Integer> place :
          List.of(
              capabilities.cipherSuites(),
              capabilities.extensions(),
              capabilities.proposals(),
              capabilities.credentials(),
              types(keyPackage.leafNode().extensions()),
              types(keyPackage.extensions()))) {
        assertThat(greaseIn(place)).hasSize(1);
      }
      assertThat(capabilities.extensions())
          .containsAll(types(keyPackage.leafNode().extensions()))
          .containsAll(types(keyPackage.extensions()));
      assertThat(greaseIn(List.of(keyPackage.cipherSuite()))).isEmpty();
      seen.addAll(greaseIn(capabilities.proposals()));
    }
    assertThat(seen).hasSizeGreaterThan(1);
  }

  @Test
  void aKeyPackageGrowsByAFewOctets() throws Exception {
    KeyPackage keyPackage = decoded(new Device("alice").keyPackage());
    LeafNode leaf = keyPackage.leafNode();
    LeafNode plain =
        with(
            leaf,
            new Capabilities(
                leaf.capabilities().versions(),
                without(leaf.capabilities().cipherSuites()),
                without(leaf.capabilities().extensions()),
                without(leaf.capabilities().proposals()),
                without(leaf.capabilities().credentials())),
            Extensions.NONE);
    int bare =
        new KeyPackage(
                1, suite.id(), keyPackage.initKey(), plain, Extensions.NONE, keyPackage.signature())
            .encoded()
            .length;
    assertThat(keyPackage.encoded().length - bare).isPositive().isLessThanOrEqualTo(16);
  }

  private static List<Integer> without(List<Integer> values) {
    return values.stream().filter(value -> !Grease.contains(value)).toList();
  }

  @Test
  void aWelcomeCarriesSomeInItsGroupInfo() throws Exception {
    Device alice = new Device("alice").create();
    KeyPackageBundle bundle = new Device("bob").keyPackage();
    byte[] welcome =
        alice.commit(CommitRequest.empty().adding(List.of(bundle.keyPackage()))).welcome();
    WelcomeOpener.Unsealed unsealed =
        WelcomeOpener.unseal(
            MlsMessage.decode(welcome, Welcome.class),
            List.of(
                KeyPackagePart.decode(
                    new KeyPackagePrivate(bundle.keyPackage(), bundle.privatePart()))));
    GroupInfo info = WelcomeOpener.open(unsealed, List.of()).groupInfo();
    assertThat(greaseIn(types(info.extensions()))).hasSize(1);
    assertThat(greaseIn(types(info.groupContext().extensions()))).isEmpty();
  }

  @Test
  void anExportedGroupInfoCarriesSome() throws Exception {
    Device alice = new Device("alice").create();
    GroupInfo info = MlsMessage.decode(ExternalCommitTest.groupInfo(alice, true), GroupInfo.class);
    assertThat(greaseIn(types(info.extensions()))).hasSize(1);
  }

  @Test
  void allOfItFromOthersIsToleratedAndKept() throws Exception {
    Device alice = new Device("alice").create();
    Device bob = new Device("bob");
    alice.add(List.of(), List.of(bob));
    Device carol = new Device("carol");
    Greased greased = greased(carol);
    assertThat(alice.engine.inspectKeyPackage(greased.bundle().keyPackage(), Device.NOW))
        .isInstanceOf(KeyPackageSummary.class);
    CommitCreated added =
        alice.commit(CommitRequest.empty().adding(List.of(greased.bundle().keyPackage())));
    alice.enter(added);
    bob.follow(added.commit());
    carol.join(added, greased.bundle());
    assertThat(carol.authenticator()).isEqualTo(alice.authenticator());
    assertThat(bob.tree().leaf(carol.leaf()).encoded()).isEqualTo(greased.leaf().encoded());
    CommitCreated update = carol.commit(CommitRequest.empty());
    carol.enter(update);
    alice.follow(update.commit());
    bob.follow(update.commit());
    assertThat(alice.tree().leaf(carol.leaf()).extensions().encoded())
        .isEqualTo(greased.leaf().extensions().encoded());
    assertThat(alice.tree().leaf(carol.leaf()).capabilities().encoded())
        .isEqualTo(greased.leaf().capabilities().encoded());
    assertThat(bob.read(carol.send("hello"))).isEqualTo("hello");
  }

  @Test
  void nobodyCanBeRequiredToSupportIt() {
    for (RequiredCapabilities required :
        List.of(
            new RequiredCapabilities(ALL, List.of(), List.of()),
            new RequiredCapabilities(List.of(), ALL, List.of()),
            new RequiredCapabilities(List.of(), List.of(), ALL))) {
      Extension extension = new Extension(Extension.REQUIRED_CAPABILITIES, required.encoded());
      assertThatThrownBy(() -> new Device("alice").create(List.of(extension)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void rule13_5_noneInTheGroupContextEvenIfEveryLeafListsIt() throws Exception {
    Device alice = new Device("alice").create();
    Device carol = new Device("carol");
    CommitCreated added =
        alice.commit(CommitRequest.empty().adding(List.of(greased(carol).bundle().keyPackage())));
    alice.enter(added);
    int listed = greaseIn(alice.tree().leaf(0).capabilities().extensions()).get(0);
    CommitResult result =
        alice.tryCommit(
            new CommitRequest(
                List.of(),
                List.of(),
                true,
                List.of(),
                List.of(),
                List.of(new Extension(listed, new byte[0])),
                new byte[0],
                false,
                true));
    assertThat(result).asString().contains("RFC 9420 13.4", String.valueOf(listed));
  }

  @Test
  void rule13_5_noneInTheGroupContextOfACommitThatIsReceived() {
    Device alice = new Device("alice").create();
    Device bob = new Device("bob");
    alice.add(List.of(), List.of(bob));
    int listed = greaseIn(bob.tree().leaf(bob.leaf()).capabilities().extensions()).get(0);
    Forger forger = new Forger(alice);
    byte[] commit =
        forger.commit(
            null,
            new Proposal.GroupContextExtensions(
                new Extensions(List.of(new Extension(listed, new byte[0])))));
    assertThat(bob.peek(commit, List.of())).isInstanceOf(Rejected.class);
  }

  @Test
  void rule7_3_greaseOfALeafThatItsCapabilitiesLack() throws Exception {
    Device carol = new Device("carol");
    LeafNode leaf = decoded(carol.keyPackage()).leafNode();
    Capabilities capabilities = leaf.capabilities();
    LeafNode forged =
        with(
            leaf,
            new Capabilities(
                capabilities.versions(),
                capabilities.cipherSuites(),
                without(capabilities.extensions()),
                capabilities.proposals(),
                capabilities.credentials()),
            leaf.extensions());
    assertThat(
            carol.engine.inspectKeyPackage(
                keyPackage(carol, forged, Extensions.NONE).keyPackage(), Device.NOW))
        .asString()
        .contains("RFC 9420 7.3", "not among the leaf's capabilities");
  }

  private record Greased(KeyPackageBundle bundle, LeafNode leaf) {}

  /** A key package with every value in every place, some with data. */
  private Greased greased(Device device) {
    MemberIdentity identity = Forger.identityOf(device, suite);
    MemberIdentity.OwnLeaf own =
        identity.newLeaf(Forger.lifetime(), List.of(Device.PRIVATE_EXTENSION), random);
    List<Extension> extensions = new ArrayList<>();
    for (int type : ALL) {
      byte[] data = new byte[random.nextInt(40)];
      random.nextBytes(data);
      extensions.add(new Extension(type, data));
    }
    LeafNode leaf =
        with(
                own.leaf(),
                new Capabilities(
                    List.of(0x0A0A, Capabilities.MLS10),
                    with(own.leaf().capabilities().cipherSuites()),
                    with(own.leaf().capabilities().extensions()),
                    with(own.leaf().capabilities().proposals()),
                    with(own.leaf().capabilities().credentials())),
                new Extensions(extensions))
            .signed(suite, identity.signaturePrivateKey(), new byte[0], 0);
    var init = suite.generateKeyPair(random);
    KeyPackage keyPackage =
        new KeyPackage(
                1, suite.id(), init.publicKey(), leaf, new Extensions(extensions), new byte[0])
            .signed(suite, identity.signaturePrivateKey());
    return new Greased(
        new KeyPackageBundle(
            new MlsMessage(keyPackage).encoded(),
            keyPackage.reference(suite),
            KeyPackagePart.encode(
                new MemberIdentity.OwnKeyPackage(
                    keyPackage, init.privateKey(), own.encryptionKey()))),
        leaf);
  }

  private KeyPackageBundle keyPackage(Device device, LeafNode unsigned, Extensions extensions) {
    MemberIdentity identity = Forger.identityOf(device, suite);
    LeafNode leaf = unsigned.signed(suite, identity.signaturePrivateKey(), new byte[0], 0);
    var init = suite.generateKeyPair(random);
    KeyPackage keyPackage =
        new KeyPackage(1, suite.id(), init.publicKey(), leaf, extensions, new byte[0])
            .signed(suite, identity.signaturePrivateKey());
    return new KeyPackageBundle(
        new MlsMessage(keyPackage).encoded(), keyPackage.reference(suite), new byte[0]);
  }

  private static List<Integer> with(List<Integer> values) {
    List<Integer> all = new ArrayList<>(without(values));
    all.addAll(ALL);
    return all;
  }

  private static LeafNode with(LeafNode leaf, Capabilities capabilities, Extensions extensions) {
    return new LeafNode(
        leaf.encryptionKey(),
        leaf.signatureKey(),
        leaf.credential(),
        capabilities,
        leaf.source(),
        extensions,
        leaf.signature());
  }
}
