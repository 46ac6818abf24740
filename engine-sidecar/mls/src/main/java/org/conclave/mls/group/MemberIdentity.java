package org.conclave.mls.group;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.KemKeyPair;
import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.tree.Capabilities;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.Grease;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;

/**
 * A client that can sign for itself: makes leaves and key packages, RFC 9420 sections 7.2 and 10.
 */
public record MemberIdentity(
    CipherSuite suite,
    Credential credential,
    byte[] signatureKey,
    Secret signaturePrivateKey,
    OfferedSuites offered) {

  /** Of a client that offers the suites of RFC 9420. */
  public MemberIdentity(
      CipherSuite suite, Credential credential, byte[] signatureKey, Secret signaturePrivateKey) {
    this(suite, credential, signatureKey, signaturePrivateKey, OfferedSuites.RFC_9420);
  }

  /** With a basic credential. */
  public MemberIdentity(
      CipherSuite suite, byte[] identity, byte[] signatureKey, Secret signaturePrivateKey) {
    this(suite, new Credential.Basic(identity), signatureKey, signaturePrivateKey);
  }

  /** A leaf with the private key of its encryption key. */
  public record OwnLeaf(LeafNode leaf, Secret encryptionKey) {}

  /** A key package with its private keys. */
  public record OwnKeyPackage(KeyPackage keyPackage, Secret initKey, Secret encryptionKey) {}

  /**
   * @param extensionTypes private extension types that this client supports
   * @param random also for the GREASE of section 13.5 that is put in
   */
  public OwnLeaf newLeaf(
      LeafNodeSource.InKeyPackage lifetime, List<Integer> extensionTypes, SecureRandom random) {
    KemKeyPair pair = suite.generateKeyPair(random);
    int grease = Grease.draw(random);
    LeafNode unsigned =
        new LeafNode(
            pair.publicKey(),
            signatureKey,
            credential,
            new Capabilities(
                List.of(Capabilities.MLS10),
                greased(offered.ids(), random),
                Grease.among(extensionTypes, grease, random),
                greased(List.of(), random),
                greased(Credential.SUPPORTED, random)),
            lifetime,
            new Extensions(List.of(Grease.extension(grease))),
            new byte[0]);
    return new OwnLeaf(
        unsigned.signed(suite, signaturePrivateKey, new byte[0], 0), pair.privateKey());
  }

  public OwnKeyPackage newKeyPackage(
      LeafNodeSource.InKeyPackage lifetime,
      boolean lastResort,
      List<Integer> extensionTypes,
      SecureRandom random) {
    OwnLeaf leaf = newLeaf(lifetime, extensionTypes, random);
    KemKeyPair init = suite.generateKeyPair(random);
    // The leaf's own: what a key package carries must be among its leaf's capabilities.
    List<Extension> extensions = new ArrayList<>(leaf.leaf().extensions().all());
    if (lastResort) {
      extensions.add(new Extension(Extension.LAST_RESORT, new byte[0]));
    }
    KeyPackage unsigned =
        new KeyPackage(
            Capabilities.MLS10,
            suite.id(),
            init.publicKey(),
            leaf.leaf(),
            new Extensions(extensions),
            new byte[0]);
    return new OwnKeyPackage(
        unsigned.signed(suite, signaturePrivateKey), init.privateKey(), leaf.encryptionKey());
  }

  /** A leaf of a member that this client follows on, with its own credential; not signed yet. */
  LeafNode takeOver(LeafNode leaf) {
    return new LeafNode(
        leaf.encryptionKey(),
        signatureKey,
        credential,
        leaf.capabilities(),
        leaf.source(),
        leaf.extensions(),
        new byte[0]);
  }

  private static List<Integer> greased(List<Integer> values, SecureRandom random) {
    return Grease.among(values, Grease.draw(random), random);
  }
}
