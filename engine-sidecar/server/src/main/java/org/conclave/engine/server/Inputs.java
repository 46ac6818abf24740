package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import java.util.List;
import org.conclave.mls.GroupState;
import org.conclave.mls.Lifetime;
import org.conclave.mls.Signer;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.Row;
import org.conclave.mls.schedule.RowKey;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.TreeSegment;
import org.conclave.proto.engine.v1.PreSharedKey;

/**
 * Messages of the contract as the core takes them. Throws {@link IllegalArgumentException} for what
 * no correct host sends.
 */
final class Inputs {
  private static final int LARGEST_EXTENSION_TYPE = 0xFFFF;

  private Inputs() {}

  static GroupState state(org.conclave.proto.engine.v1.GroupState state) {
    return new GroupState(
        state.getEpoch().toByteArray(),
        state.getSecrets().toByteArray(),
        state.getRowsList().stream().map(Inputs::row).toList(),
        state.getPending().toByteArray());
  }

  static List<TreeSegment> tree(org.conclave.proto.engine.v1.GroupState state) {
    return state.getTreeList().stream()
        .map(
            segment ->
                new TreeSegment(
                    segment.getTreeHash().toByteArray(),
                    segment.getBaseTreeHash().toByteArray(),
                    segment.getData().toByteArray()))
        .toList();
  }

  static Signer signer(org.conclave.proto.engine.v1.Signer signer) {
    return new Signer(
        signer.getCipherSuite(),
        credential(signer),
        signer.getSignatureKey().toByteArray(),
        signer.getSignaturePrivateKey().toByteArray());
  }

  private static Credential credential(org.conclave.proto.engine.v1.Signer signer) {
    if (signer.getCertificateChainCount() == 0) {
      return new Credential.Basic(signer.getIdentity().toByteArray());
    }
    if (!signer.getIdentity().isEmpty()) {
      throw new IllegalArgumentException("a signer with an identity and with certificates");
    }
    return new Credential.X509(arrays(signer.getCertificateChainList()));
  }

  static Lifetime lifetime(org.conclave.proto.engine.v1.Lifetime lifetime) {
    return new Lifetime(lifetime.getNotBefore(), lifetime.getNotAfter());
  }

  static List<byte[]> arrays(List<ByteString> strings) {
    return strings.stream().map(ByteString::toByteArray).toList();
  }

  static List<Extension> extensions(List<org.conclave.proto.engine.v1.Extension> extensions) {
    return extensions.stream()
        .map(
            extension ->
                new Extension(
                    extensionType(extension.getType()), extension.getData().toByteArray()))
        .toList();
  }

  static List<Integer> extensionTypes(List<Integer> types) {
    return types.stream().map(Inputs::extensionType).toList();
  }

  static List<Psk.External> externalPsks(List<PreSharedKey> psks) {
    return psks.stream()
        .map(
            psk ->
                new Psk.External(
                    psk.getId().toByteArray(), Secret.owning(psk.getSecret().toByteArray())))
        .toList();
  }

  private static Row row(org.conclave.proto.engine.v1.Row row) {
    RowKey.Kind kind =
        switch (row.getKey().getKind()) {
          case HANDSHAKE -> RowKey.Kind.HANDSHAKE;
          case APPLICATION -> RowKey.Kind.APPLICATION;
          case TREE_NODE -> RowKey.Kind.TREE_NODE;
          case KIND_UNSPECIFIED, UNRECOGNIZED ->
              throw new IllegalArgumentException("a row of an unknown kind");
        };
    return new Row(new RowKey(row.getKey().getIndex(), kind), row.getData().toByteArray());
  }

  private static int extensionType(int type) {
    if (type < 0 || type > LARGEST_EXTENSION_TYPE) {
      throw new IllegalArgumentException("an extension type takes 16 bits");
    }
    return type;
  }
}
