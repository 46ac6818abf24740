package org.conclave.mls.group;

import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.GroupInfo;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.state.SecretsPart;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.Extensions;
import org.conclave.mls.tree.Grease;
import org.conclave.mls.tree.RatchetTree;

/** The GroupInfo by which others may join on their own, RFC 9420 section 12.4.3.2. */
public final class GroupInfoExporter {
  private GroupInfoExporter() {}

  /** Signed, with {@code external_pub}, and with the tree where it is asked for. */
  public static GroupInfo export(
      Epoch epoch, SecretsPart.Full secrets, Secret signatureKey, boolean withTree)
      throws RuleViolation {
    if (epoch.part().reinitialised()) {
      throw RuleViolation.invalid("12.4.2", "the group was ended by a ReInit");
    }
    CipherSuite suite = epoch.suite();
    GroupContext context = epoch.context();
    List<Extension> extensions = new ArrayList<>();
    if (withTree) {
      extensions.add(treeExtension(epoch.tree()));
    }
    extensions.add(externalPub(suite, secrets.secrets().external()));
    // The tag of the commit that led here, which every member can compute again.
    byte[] tag = suite.mac(secrets.secrets().confirmation(), context.confirmedTranscriptHash());
    extensions.add(Grease.extension(Grease.pick(tag[0])));
    return new GroupInfo(context, new Extensions(extensions), tag, epoch.ownLeaf(), new byte[0])
        .signed(suite, signatureKey);
  }

  /** The key to which an external commit encapsulates its init secret. */
  static byte[] externalKey(GroupInfo info, CipherSuite suite) throws RuleViolation {
    Extension extension =
        info.extensions()
            .find(Extension.EXTERNAL_PUB)
            .orElseThrow(
                () -> RuleViolation.invalid("12.4.3.2", "a GroupInfo without external_pub"));
    byte[] key = Decoder.decodeAll(extension.data(), TlsReader::opaque);
    if (!suite.isPublicKey(key)) {
      throw RuleViolation.invalid("5.1.1", "the external_pub of a GroupInfo is no public key");
    }
    return key;
  }

  static Extension treeExtension(RatchetTree tree) {
    return new Extension(Extension.RATCHET_TREE, tree.encoded());
  }

  private static Extension externalPub(CipherSuite suite, Secret externalSecret) {
    byte[] publicKey = suite.deriveKeyPair(externalSecret).publicKey();
    return new Extension(Extension.EXTERNAL_PUB, new TlsWriter().opaque(publicKey).toByteArray());
  }
}
