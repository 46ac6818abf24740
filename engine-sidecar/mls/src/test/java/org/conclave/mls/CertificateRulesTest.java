package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.conclave.mls.TestAuthority.Contents;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.ExternalSender;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeEditor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test breaks one rule for x509 credentials, RFC 9420 section 5.3 with RFC 5280. */
class CertificateRulesTest {
  private final MlsEngine engine = new MlsEngine();
  private final SecureRandom random = new SecureRandom();
  private final CipherSuite suite = CipherSuites.find(CipherSuites.DEFAULT).orElseThrow();
  private final SignatureKeyPair keys = engine.createIdentity(CipherSuites.DEFAULT, random);
  private final byte[] certified = suite.subjectPublicKeyInfo(keys.publicKey());
  private final TestAuthority root = TestAuthority.root();

  private byte[] keyPackage(List<byte[]> chain) {
    MemberIdentity identity =
        new MemberIdentity(
            suite, new Credential.X509(chain), keys.publicKey(), Secret.copyOf(keys.privateKey()));
    return new MlsMessage(
            identity.newKeyPackage(Forger.lifetime(), false, List.of(), random).keyPackage())
        .encoded();
  }

  private void assertBroken(List<byte[]> chain, String section, String detail) {
    InspectResult result = engine.inspectKeyPackage(keyPackage(chain), Device.NOW);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(Rejected.class);
    Rejected rejected = (Rejected) result;
    assertThat(rejected.rule() + ": " + rejected.detail())
        .startsWith("RFC 9420 " + section + ":")
        .contains(detail);
  }

  private void assertValid(List<byte[]> chain) {
    InspectResult result = engine.inspectKeyPackage(keyPackage(chain), Device.NOW);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(KeyPackageSummary.class);
    KeyPackageSummary summary = (KeyPackageSummary) result;
    assertThat(summary.identity()).isEmpty();
    assertThat(summary.credential().certificateChain()).hasSameSizeAs(chain);
    for (int i = 0; i < chain.size(); i++) {
      assertThat(summary.credential().certificateChain().get(i)).isEqualTo(chain.get(i));
    }
  }

  @Test
  void aChainOfAnyLengthIsHandedOut() {
    assertValid(root.certify(certified).subList(0, 1));
    assertValid(root.certify(certified));
    TestAuthority deeper =
        root.intermediate(Contents.ofAuthority("a")).intermediate(Contents.ofAuthority("b"));
    assertValid(deeper.certify(certified));
    assertValid(deeper.certify(certified).subList(0, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withRSA", "SHA384withRSA", "SHA512withRSA"})
  void authoritiesMayUseRsa(String algorithm) {
    assertValid(
        TestAuthority.root("RSA", 2048, algorithm, Contents.ofAuthority("root"))
            .certify(certified));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA"})
  void authoritiesMayUseEcdsa(String algorithm) {
    assertValid(
        TestAuthority.root("EC", 384, algorithm, Contents.ofAuthority("root")).certify(certified));
  }

  @Test
  void rule5_3_noCertificate() {
    assertBroken(List.of(), "5.3", "0 certificates");
  }

  @Test
  void rule5_3_moreCertificatesThanAnyChainNeeds() {
    byte[] one = root.certify(certified).get(0);
    assertBroken(Collections.nCopies(9, one), "5.3", "9 certificates");
  }

  @Test
  void rule5_3_certificateTooLarge() {
    byte[] one = root.certify(certified).get(0);
    assertBroken(List.of(Arrays.copyOf(one, 16 * 1024 + 1)), "5.3", "16385 octets");
  }

  @Test
  void rule5_3_certificateThatIsNotDer() {
    byte[] one = root.certify(certified).get(0);
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(one)
            + "\n-----END CERTIFICATE-----\n";
    assertBroken(List.of(pem.getBytes(StandardCharsets.US_ASCII)), "5.3", "in DER");
    assertBroken(List.of(new byte[0]), "5.3", "in DER");
    assertBroken(List.of(Arrays.copyOf(one, one.length - 1)), "5.3", "in DER");
    assertBroken(List.of(Arrays.copyOf(one, one.length + 1)), "5.3", "in DER");
  }

  @Test
  void rule5_3_nestingAsDeepAsItFits() {
    for (byte opening : new byte[] {0x30, 0x31, (byte) 0xA0}) {
      byte[] nested = new byte[16 * 1024];
      for (int i = 0; i < nested.length; i += 2) {
        nested[i] = i == 0 ? 0x30 : opening;
        nested[i + 1] = (byte) 0x80;
      }
      assertBroken(List.of(nested), "5.3", "in DER");
      // The same with an outermost length as DER has it: 16 KiB without these four octets.
      byte[] definite = nested.clone();
      System.arraycopy(new byte[] {0x30, (byte) 0x82, 0x3F, (byte) 0xFC}, 0, definite, 0, 4);
      assertBroken(List.of(definite), "5.3", "in DER");
    }
  }

  @Test
  void rule5_3_keyOfTheEndEntityIsTheLeafsSignatureKey() {
    byte[] other = engine.createIdentity(CipherSuites.DEFAULT, random).publicKey();
    assertBroken(
        root.certify(suite.subjectPublicKeyInfo(other)), "5.3", "not the leaf's signature key");
  }

  @Test
  void rule5_3_keyOfTheEndEntitySuitsTheSignatureScheme() throws Exception {
    byte[] sameOctets =
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(EdECObjectIdentifiers.id_X25519), keys.publicKey())
            .getEncoded();
    assertBroken(root.certify(sameOctets), "5.3", "under the suite's scheme");
  }

  @Test
  void rule5_3_keyOfTheEndEntityIsForSignatures() {
    Contents contents = new Contents();
    contents.usage = new KeyUsage(KeyUsage.keyAgreement);
    assertBroken(root.certify(certified, contents), "5.3", "not meant for signatures");
    contents.usage = null;
    assertValid(root.certify(certified, contents));
  }

  @Test
  void rule5_3_certificateSignedByAnother() {
    assertBroken(root.impostor().certify(certified), "5.3", "INVALID_SIGNATURE");
    TestAuthority under = root.impostor().intermediate(Contents.ofAuthority("a"));
    assertBroken(under.certify(certified), "5.3", "certificate 1 was not issued");
  }

  @Test
  void rule5_3_certificatesInAnotherOrder() {
    TestAuthority under = root.intermediate(Contents.ofAuthority("a"));
    List<byte[]> chain = new ArrayList<>(under.certify(certified));
    Collections.swap(chain, 1, 2);
    assertBroken(chain, "5.3", "certificate 0 names another issuer");
  }

  @Test
  void rule5_3_issuerOfAnotherName() {
    Contents contents = new Contents();
    contents.issuer = new X500Name("CN=someone else");
    assertBroken(root.certify(certified, contents), "5.3", "certificate 0 names another issuer");
  }

  @Test
  void rule5_3_issuerThatIsNoAuthority() {
    Contents member = new Contents();
    member.subject = new X500Name("CN=mallory");
    member.usage = null;
    assertBroken(root.intermediate(member).certify(certified), "5.3", "NOT_CA_CERT");
    List<byte[]> withoutRoot = root.intermediate(member).certify(certified).subList(0, 2);
    assertBroken(withoutRoot, "5.3", "the last certificate may not issue");
    Contents noConstraints = Contents.ofAuthority("mallory");
    noConstraints.constraints = null;
    assertBroken(root.intermediate(noConstraints).certify(certified), "5.3", "NOT_CA_CERT");
  }

  @Test
  void rule5_3_issuerWhoseKeyIsNotForCertificates() {
    Contents contents = Contents.ofAuthority("a");
    contents.usage = new KeyUsage(KeyUsage.digitalSignature);
    assertBroken(root.intermediate(contents).certify(certified), "5.3", "INVALID_KEY_USAGE");
    List<byte[]> withoutRoot = root.intermediate(contents).certify(certified).subList(0, 2);
    assertBroken(withoutRoot, "5.3", "the last certificate may not issue");
  }

  @Test
  void rule5_3_pathLongerThanAnIssuerAllows() {
    Contents contents = Contents.ofAuthority("a");
    contents.constraints = new BasicConstraints(0);
    TestAuthority under = root.intermediate(contents).intermediate(Contents.ofAuthority("b"));
    assertBroken(under.certify(certified), "5.3", "PATH_TOO_LONG");
    List<byte[]> withoutRoot = under.certify(certified).subList(0, 3);
    assertBroken(withoutRoot, "5.3", "the last certificate may not issue");
    assertValid(root.intermediate(contents).certify(certified));
  }

  @Test
  void rule5_3_criticalExtensionThatIsUnknown() {
    Contents contents = new Contents();
    contents.unknownCritical = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
    assertBroken(root.certify(certified, contents), "5.3", "UNRECOGNIZED_CRIT_EXT");
  }

  @Test
  void rule5_3_signatureAlgorithmThatIsTooWeak() {
    TestAuthority sha1 =
        TestAuthority.root("RSA", 2048, "SHA1withRSA", Contents.ofAuthority("root"));
    assertBroken(sha1.certify(certified), "5.3", "1.2.840.113549.1.1.5");
    TestAuthority small =
        TestAuthority.root("RSA", 1024, "SHA256withRSA", Contents.ofAuthority("root"));
    assertBroken(small.certify(certified), "5.3", "1024 bits");
  }

  @Test
  void rule5_3_2_certificateThatExpired() {
    Contents old = new Contents().validFor(Device.NOW - 10, Device.NOW - 1);
    assertBroken(root.certify(certified, old), "5.3.2", "certificate 0 is not valid now");
    Contents oldAuthority = Contents.ofAuthority("a").validFor(Device.NOW - 86_400, Device.NOW - 1);
    assertBroken(
        root.intermediate(oldAuthority).certify(certified),
        "5.3.2",
        "certificate 1 is not valid now");
    assertValid(root.certify(certified, new Contents().validFor(Device.NOW, Device.NOW)));
  }

  @Test
  void rule5_3_2_certificateOfTheFuture() {
    Contents early = new Contents().validFor(Device.NOW + 1, Device.NOW + 10);
    assertBroken(root.certify(certified, early), "5.3.2", "certificate 0 is not valid now");
  }

  @Test
  void timesBeyondWhatCertificatesCanSayAreTheEndOfTime() {
    byte[] keyPackage = keyPackage(root.certify(certified));
    for (long now : new long[] {-1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(engine.inspectKeyPackage(keyPackage, now)).isInstanceOf(Rejected.class);
    }
  }

  /** Members process a commit when they come to it: what counts is the same for all of them. */
  @Test
  void expiryCountsForWhoSendsAndNotForWhoReceives() {
    Device alice = new Device("alice").create();
    Device bob = new Device("bob");
    alice.add(List.of(), List.of(bob));
    List<byte[]> expired =
        root.certify(certified, new Contents().validFor(Device.NOW - 10, Device.NOW - 1));
    assertThat(alice.tryCommit(CommitRequest.empty().adding(List.of(keyPackage(expired)))))
        .isInstanceOf(Rejected.class);
    assertThat(bob.peek(addingCommit(alice, expired), List.of()))
        .asString()
        .contains("12.4.2", "confirmation tag");
  }

  @Test
  void rule5_3_2_certificatesThatWereNeverValidTogether() {
    Device alice = new Device("alice").create();
    Device bob = new Device("bob");
    alice.add(List.of(), List.of(bob));
    List<byte[]> never =
        root.intermediate(Contents.ofAuthority("a").validFor(Device.NOW, Device.NOW + 5))
            .certify(certified, new Contents().validFor(Device.NOW + 6, Device.NOW + 9));
    assertThat(bob.peek(addingCommit(alice, never), List.of()))
        .asString()
        .contains("RFC 9420 5.3.2", "never valid");
  }

  @Test
  void aChainIsCheckedInCommitsToo() {
    Device alice = new Device("alice").create();
    Device bob = new Device("bob");
    alice.add(List.of(), List.of(bob));
    assertThat(bob.peek(addingCommit(alice, root.impostor().certify(certified)), List.of()))
        .asString()
        .contains("RFC 9420 5.3", "INVALID_SIGNATURE");
  }

  @Test
  void rule5_3_certificatesOfAnExternalSenderAreForItsKey() {
    Device alice = new Device("alice").create();
    Device bob = new Device("bob");
    alice.add(List.of(), List.of(bob));
    byte[] other = engine.createIdentity(CipherSuites.DEFAULT, random).publicKey();
    assertThat(bob.peek(listing(alice, keys.publicKey()), List.of()))
        .isInstanceOf(ProposalStored.class);
    assertThat(bob.peek(listing(alice, other), List.of()))
        .asString()
        .contains("RFC 9420 5.3", "the leaf's signature key");
  }

  @Test
  void rule5_3_certificatesOfAnExternalSenderAreCheckedByWhoJoins() throws RuleViolation {
    byte[] other = engine.createIdentity(CipherSuites.DEFAULT, random).publicKey();
    Device bob = new Device("bob");
    KeyPackageBundle bundle = bob.keyPackage();
    KeyPackage invited = KeyPackageDraft.decode(bundle.keyPackage());
    MemberIdentity mallory = Forger.identityOf(new Device("mallory"), suite);
    TreeEditor tree =
        RatchetTree.ofCreator(suite, mallory.newLeaf(Forger.lifetime(), List.of(), random).leaf())
            .edit();
    tree.add(invited.leafNode());
    WelcomeDraft welcome =
        new WelcomeDraft(tree.build(), invited, mallory).groupExtensions(externalSender(other));
    assertThat(bob.tryJoin(welcome.encoded(), bundle, List.of()))
        .asString()
        .contains("RFC 9420 5.3", "the leaf's signature key");
    Device carol = new Device("carol").create(List.of(externalSender(keys.publicKey())));
    carol.add(List.of(), List.of(new Device("dave")));
  }

  @Test
  void rule5_3_certificatesOfAnExternalSenderAreCheckedByWhoFounds() {
    Device alice = new Device("alice");
    byte[] other = engine.createIdentity(CipherSuites.DEFAULT, random).publicKey();
    CreateGroupRequest broken = founding(alice, externalSender(other));
    for (OptionalLong now : List.of(OptionalLong.empty(), OptionalLong.of(Device.NOW))) {
      assertThatThrownBy(() -> engine.createGroup(broken, random, now))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the leaf's signature key");
    }
    CreateGroupRequest valid = founding(alice, externalSender(keys.publicKey()));
    assertThat(engine.createGroup(valid, random, OptionalLong.of(Device.NOW)).summary().epoch())
        .isZero();
    OptionalLong expired = OptionalLong.of(Device.NOW + 10 * 86_400);
    assertThatThrownBy(() -> engine.createGroup(valid, random, expired))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not valid now");
    assertThat(engine.createGroup(valid, random).summary().epoch()).isZero();
  }

  @Test
  void rule5_3_certificatesOfAnExternalSenderAreCheckedByWhoBranches() {
    Device alice = new Device("alice").create();
    byte[] other = engine.createIdentity(CipherSuites.DEFAULT, random).publicKey();
    assertThat(branch(alice, externalSender(keys.publicKey()), Device.NOW))
        .isInstanceOf(SuccessorCreated.class);
    assertThat(branch(alice, externalSender(other), Device.NOW))
        .asString()
        .contains("RFC 9420 5.3", "the leaf's signature key");
    assertThat(branch(alice, externalSender(keys.publicKey()), Device.NOW + 10 * 86_400))
        .asString()
        .contains("RFC 9420 5.3.2", "not valid now");
  }

  private static CreateGroupRequest founding(Device creator, Extension extension) {
    return new CreateGroupRequest(
        Device.GROUP_ID, creator.signer, Device.lifetime(), List.of(extension), List.of());
  }

  private SuccessorResult branch(Device creator, Extension extension, long now) {
    return engine.branch(
        creator.continuing(creator.asPredecessor(), List.of()),
        Device.bytes("branch"),
        List.of(extension),
        random,
        now);
  }

  private Extension externalSender(byte[] signatureKey) {
    Credential credential = new Credential.X509(root.certify(certified));
    return ExternalSender.extension(List.of(new ExternalSender(signatureKey, credential)));
  }

  /** A proposal to let somebody with certificates propose from outside. */
  private byte[] listing(Device proposer, byte[] signatureKey) {
    Extension senders = externalSender(signatureKey);
    Forger forger = new Forger(proposer);
    return forger.message(
        new Proposal.GroupContextExtensions(new Extensions(List.of(senders))), forger.self());
  }

  /** A commit by a path-less Add whose confirmation tag, checked last, is wrong. */
  private byte[] addingCommit(Device committer, List<byte[]> chain) {
    MemberIdentity identity =
        new MemberIdentity(
            suite, new Credential.X509(chain), keys.publicKey(), Secret.copyOf(keys.privateKey()));
    return new Forger(committer)
        .commit(
            null,
            new Proposal.Add(
                identity.newKeyPackage(Forger.lifetime(), false, List.of(), random).keyPackage()));
  }

  @Test
  void aSignerWhoseCertificatesDoNotServeIsMisuse() {
    byte[] other = engine.createIdentity(CipherSuites.DEFAULT, random).publicKey();
    Signer signer =
        new Signer(
            CipherSuites.DEFAULT,
            new Credential.X509(root.certify(suite.subjectPublicKeyInfo(other))),
            keys.publicKey(),
            keys.privateKey());
    KeyPackageRequest request = new KeyPackageRequest(signer, Device.lifetime(), false, List.of());
    assertThatThrownBy(() -> engine.createKeyPackage(request, random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not the leaf's signature key");
  }

  @Test
  void anyDamagedOctetOfAChainIsNoticed() {
    byte[] genuine = keyPackage(root.certify(certified));
    for (int i = 0; i < genuine.length; i++) {
      byte[] damaged = genuine.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      assertThat(engine.inspectKeyPackage(damaged, Device.NOW)).isInstanceOf(Rejected.class);
    }
  }
}
