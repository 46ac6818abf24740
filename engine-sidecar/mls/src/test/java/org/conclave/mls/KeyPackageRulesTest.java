package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.tree.Capabilities;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.LeafNodeSource;
import org.conclave.mls.tree.RequiredCapabilities;
import org.junit.jupiter.api.Test;

/**
 * RFC 9420 sections 7.2, 7.3, 10 and 10.1, as a member meets them in an Add that another commits.
 */
class KeyPackageRulesTest {
  private static final int UNKNOWN = 0xABCD;

  private final ThreeMembers group = new ThreeMembers();
  private final KeyPackageDraft draft = new KeyPackageDraft("dave");

  private void assertBroken(KeyPackageDraft broken, String section, String detail) {
    group.assertBroken(adding(group, broken), section, detail);
  }

  private static byte[] adding(ThreeMembers group, KeyPackageDraft draft) {
    return group.forger.commit(null, new Proposal.Add(draft.build()));
  }

  @Test
  void theDraftWithoutALieIsAccepted() {
    group.assertOnlyTheTagIsWrong(adding(group, draft));
  }

  @Test
  void rule5_1_1_encryptionKeyThatIsNoPublicKey() {
    assertBroken(draft.leaf(leaf -> leaf.encryptionKey(new byte[32])), "5.1.1", "encryption key");
  }

  @Test
  void rule5_1_1_initKeyThatIsNoPublicKey() {
    assertBroken(draft.initKey(new byte[32]), "5.1.1", "init key");
  }

  @Test
  void rule7_2_versionThatTheLeafDoesNotSupport() {
    assertBroken(draft.leaf(leaf -> leaf.versions(2)), "7.2", "mls10");
  }

  @Test
  void rule7_2_cipherSuiteThatTheLeafDoesNotSupport() {
    assertBroken(draft.leaf(leaf -> leaf.cipherSuites(3)), "7.2", "cipher suite");
  }

  @Test
  void rule7_2_credentialTypeThatTheLeafDoesNotSupport() {
    assertBroken(
        draft.leaf(leaf -> leaf.credentialTypes(Credential.X509)), "7.2", "credential type");
  }

  @Test
  void rule7_2_capabilitiesOfOursListNoDefaults() {
    Capabilities ours =
        KeyPackageDraft.decode(new Device("dave").keyPackage().keyPackage())
            .leafNode()
            .capabilities();
    assertThat(ours.extensions()).noneMatch(Extension::isDefault);
    assertThat(ours.proposals()).noneMatch(type -> type >= 1 && type <= 7);
    assertThat(ours.cipherSuites()).containsAll(CipherSuites.supported());
  }

  @Test
  void rule7_3_requiredCapabilityThatANewMemberLacks() {
    RequiredCapabilities required =
        new RequiredCapabilities(List.of(Device.PRIVATE_EXTENSION), List.of(), List.of());
    ThreeMembers demanding =
        new ThreeMembers(new Extension(Extension.REQUIRED_CAPABILITIES, required.encoded()));
    demanding.assertOnlyTheTagIsWrong(adding(demanding, draft));
    demanding.assertBroken(
        adding(demanding, draft.leaf(leaf -> leaf.supportedExtensions(UNKNOWN))),
        "7.3",
        "required capability");
  }

  @Test
  void rule7_3_sourceOfALeafInAKeyPackage() {
    assertBroken(
        draft.leaf(leaf -> leaf.source(new LeafNodeSource.InUpdate())), "7.3", "another source");
    assertBroken(
        draft.leaf(leaf -> leaf.source(new LeafNodeSource.InCommit(new byte[32]))),
        "7.3",
        "another source");
  }

  @Test
  void rule7_3_encryptionKeyThatAnotherMemberHas() {
    byte[] taken = group.alice.tree().leaf(group.carol.leaf()).encryptionKey();
    assertBroken(
        draft.leaf(leaf -> leaf.encryptionKey(taken)), "7.3", "encryption key occurs twice");
  }

  @Test
  void rule7_3_encryptionKeyThatTwoNewMembersShare() {
    KeyPackage first = draft.build();
    KeyPackageDraft second =
        new KeyPackageDraft("eve")
            .leaf(leaf -> leaf.encryptionKey(first.leafNode().encryptionKey()));
    group.assertBroken(
        group.forger.commit(null, new Proposal.Add(first), new Proposal.Add(second.build())),
        "7.3",
        "encryption key occurs twice");
  }

  @Test
  void rule7_3_extensionThatTheLeafDoesNotSupport() {
    assertBroken(
        draft.leaf(leaf -> leaf.extensions(new Extension(UNKNOWN, new byte[1]))),
        "7.3",
        Integer.toString(UNKNOWN));
  }

  @Test
  void rule7_3_sentKeyPackagesAreWithinTheirLifetime() {
    byte[] early =
        new MlsMessage(
                draft
                    .leaf(
                        leaf ->
                            leaf.source(
                                new LeafNodeSource.InKeyPackage(Device.NOW + 1, Device.NOW + 9)))
                    .build())
            .encoded();
    ThreeMembers.assertRejected(
        group.alice.tryCommit(CommitRequest.empty().adding(List.of(early))), "7.3", "lifetime");
    ThreeMembers.assertRejected(
        group.alice.tryPropose(new ProposalRequest.Add(early)), "7.3", "lifetime");
    ThreeMembers.assertRejected(
        group.alice.engine.inspectKeyPackage(early, Device.NOW), "7.3", "lifetime");
  }

  @Test
  void rule7_3_lifetimeIsJudgedByTheTimeThatIsPassedIn() {
    byte[] keyPackage = new Device("dave").keyPackage().keyPackage();
    Lifetime lifetime = Device.lifetime();
    for (long outside : new long[] {lifetime.notBefore() - 1, lifetime.notAfter() + 1}) {
      group.alice.now = outside;
      ThreeMembers.assertRejected(
          group.alice.tryPropose(new ProposalRequest.Add(keyPackage)), "7.3", "lifetime");
    }
    for (long within : new long[] {lifetime.notBefore(), lifetime.notAfter()}) {
      group.alice.now = within;
      assertThat(group.alice.tryPropose(new ProposalRequest.Add(keyPackage)))
          .isInstanceOf(ProposalCreated.class);
    }
  }

  @Test
  void rule10_extensionThatTheLeafDoesNotSupport() {
    assertBroken(draft.extensions(new Extension(UNKNOWN, new byte[1])), "10", "does not support");
  }

  @Test
  void rule10_versionOfTheMessageAroundIt() {
    byte[] message = new MlsMessage(draft.version(2).build()).encoded();
    ThreeMembers.assertRejected(
        group.alice.engine.inspectKeyPackage(message, Device.NOW), "10.1", "version");
  }

  @Test
  void rule10_1_version() {
    assertBroken(draft.version(2), "10.1", "version");
  }

  @Test
  void rule12_1_1_sentKeyPackagesAreValid() {
    byte[] broken = new MlsMessage(draft.version(2).build()).encoded();
    ThreeMembers.assertRejected(
        group.alice.tryCommit(CommitRequest.empty().adding(List.of(broken))), "10.1", "version");
    ThreeMembers.assertRejected(
        group.alice.tryPropose(new ProposalRequest.Add(broken)), "10.1", "version");
  }

  @Test
  void rule13_4_groupContextExtensionThatANewMemberDoesNotSupport() {
    ThreeMembers extended = new ThreeMembers(new Extension(Device.PRIVATE_EXTENSION, new byte[0]));
    extended.assertOnlyTheTagIsWrong(adding(extended, draft));
    extended.assertBroken(
        adding(extended, draft.leaf(leaf -> leaf.supportedExtensions(UNKNOWN))),
        "13.4",
        "does not support");
  }

  @Test
  void rule13_4_extensionTypeThatOccursTwiceInAKeyPackage() {
    Extension extension = new Extension(Device.PRIVATE_EXTENSION, new byte[0]);
    assertBroken(draft.extensions(extension, extension), "13.4", "twice");
  }

  @Test
  void rule13_4_extensionTypeThatOccursTwiceInALeaf() {
    Extension extension = new Extension(Device.PRIVATE_EXTENSION, new byte[0]);
    assertBroken(draft.leaf(leaf -> leaf.extensions(extension, extension)), "13.4", "twice");
  }

  @Test
  void rule13_4_unknownValuesAreIgnored() {
    Extension unknown = new Extension(UNKNOWN, new byte[9]);
    group.assertOnlyTheTagIsWrong(
        adding(
            group,
            draft
                .leaf(
                    leaf ->
                        leaf.versions(1, 77)
                            .cipherSuites(1, 0x7777)
                            .supportedExtensions(UNKNOWN, 0x7778)
                            .credentialTypes(Credential.BASIC, 0x7779)
                            .extensions(unknown))
                .extensions(unknown)));
  }

  @Test
  void rule11_1_eachKindOfRequiredCapabilityCounts() {
    Capabilities offered =
        new Capabilities(List.of(1), List.of(1), List.of(11), List.of(12), List.of(13));
    for (RequiredCapabilities met :
        Set.of(
            new RequiredCapabilities(List.of(11), List.of(12), List.of(13)),
            new RequiredCapabilities(List.of(1, 5), List.of(1, 7), List.of()))) {
      assertThat(met.areMetBy(offered)).isTrue();
    }
    for (RequiredCapabilities unmet :
        Set.of(
            new RequiredCapabilities(List.of(12), List.of(), List.of()),
            new RequiredCapabilities(List.of(), List.of(11), List.of()),
            // No credential type is there by default.
            new RequiredCapabilities(List.of(), List.of(), List.of(1)))) {
      assertThat(unmet.areMetBy(offered)).isFalse();
    }
  }
}
