package org.conclave.mls;

import java.util.List;
import java.util.function.UnaryOperator;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.LeafNode;

/** A key package, signed by its owner, with some of its fields replaced. */
final class KeyPackageDraft {
  private final MemberIdentity owner;
  private int version;
  private byte[] initKey;
  private LeafNode leaf;
  private Extensions extensions;

  KeyPackageDraft(String name) {
    Device device = new Device(name);
    KeyPackage genuine = decode(device.keyPackage().keyPackage());
    this.owner = Forger.identityOf(device, Forger.SUITE);
    this.version = genuine.version();
    this.initKey = genuine.initKey();
    this.leaf = genuine.leafNode();
    this.extensions = genuine.extensions();
  }

  static KeyPackage decode(byte[] message) {
    try {
      return MlsMessage.decode(message, KeyPackage.class);
    } catch (RuleViolation e) {
      throw new AssertionError(e);
    }
  }

  KeyPackageDraft version(int other) {
    version = other;
    return this;
  }

  KeyPackageDraft initKey(byte[] key) {
    initKey = key;
    return this;
  }

  KeyPackageDraft extensions(Extension... all) {
    extensions = new Extensions(List.of(all));
    return this;
  }

  /** Changes the leaf, which is signed again. */
  KeyPackageDraft leaf(UnaryOperator<LeafDraft> change) {
    leaf =
        change
            .apply(new LeafDraft(leaf))
            .signed(Forger.SUITE, owner.signaturePrivateKey(), Device.GROUP_ID, 0);
    return this;
  }

  KeyPackage build() {
    return new KeyPackage(version, Forger.SUITE.id(), initKey, leaf, extensions, new byte[0])
        .signed(Forger.SUITE, owner.signaturePrivateKey());
  }
}
