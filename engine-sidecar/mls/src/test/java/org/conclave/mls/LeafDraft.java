package org.conclave.mls;

import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.tree.Capabilities;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.Grease;
import org.conclave.mls.tree.LeafNode;
import org.conclave.mls.tree.LeafNodeSource;

/** A leaf with some of its fields replaced; the rest is as it was. */
final class LeafDraft {
  private final LeafNode from;
  private byte[] encryptionKey;
  private byte[] signatureKey;
  private Credential credential;
  private Capabilities capabilities;
  private LeafNodeSource source;
  private Extensions extensions;

  LeafDraft(LeafNode from) {
    this.from = from;
    this.encryptionKey = from.encryptionKey();
    this.signatureKey = from.signatureKey();
    this.credential = from.credential();
    this.capabilities = from.capabilities();
    this.source = from.source();
    this.extensions = from.extensions();
  }

  LeafDraft encryptionKey(byte[] key) {
    encryptionKey = key;
    return this;
  }

  LeafDraft signatureKey(byte[] key) {
    signatureKey = key;
    return this;
  }

  LeafDraft credential(Credential other) {
    credential = other;
    return this;
  }

  LeafDraft source(LeafNodeSource other) {
    source = other;
    return this;
  }

  LeafDraft extensions(Extension... all) {
    extensions = new Extensions(List.of(all));
    return this;
  }

  LeafDraft versions(Integer... all) {
    return capabilities(List.of(all), capabilities.cipherSuites(), capabilities.extensions());
  }

  LeafDraft cipherSuites(Integer... all) {
    return capabilities(capabilities.versions(), List.of(all), capabilities.extensions());
  }

  LeafDraft supportedExtensions(Integer... all) {
    // The leaf goes on carrying its GREASE, which must be listed.
    List<Integer> listed = new ArrayList<>(List.of(all));
    capabilities.extensions().stream().filter(Grease::contains).forEach(listed::add);
    return capabilities(capabilities.versions(), capabilities.cipherSuites(), listed);
  }

  private LeafDraft capabilities(
      List<Integer> versions, List<Integer> suites, List<Integer> extensionTypes) {
    capabilities =
        new Capabilities(
            versions, suites, extensionTypes, capabilities.proposals(), capabilities.credentials());
    return this;
  }

  LeafDraft credentialTypes(Integer... all) {
    capabilities =
        new Capabilities(
            capabilities.versions(),
            capabilities.cipherSuites(),
            capabilities.extensions(),
            capabilities.proposals(),
            List.of(all));
    return this;
  }

  /** With the signature that was there before. */
  LeafNode unsigned() {
    return new LeafNode(
        encryptionKey,
        signatureKey,
        credential,
        capabilities,
        source,
        extensions,
        from.signature());
  }

  LeafNode signed(CipherSuite suite, Secret privateKey, byte[] groupId, int leafIndex) {
    return unsigned().signed(suite, privateKey, groupId, leafIndex);
  }
}
