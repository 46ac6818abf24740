package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.GroupState;
import org.conclave.mls.Lifetime;
import org.conclave.mls.ProposalRequest;
import org.conclave.mls.Signer;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.ExternalSender;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.Row;
import org.conclave.mls.schedule.RowKey;
import org.conclave.mls.tree.Credential;
import org.conclave.mls.tree.Extension;
import org.conclave.mls.tree.TreeSegment;
import org.conclave.proto.engine.v1.PreSharedKey;
import org.conclave.proto.engine.v1.ProposalContent;
import org.conclave.proto.engine.v1.ProposedReInit;

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
        rows(state.getRowsList()),
        state.getPending().toByteArray());
  }

  static List<Row> rows(List<org.conclave.proto.engine.v1.Row> rows) {
    return rows.stream().map(Inputs::row).toList();
  }

  static List<TreeSegment> tree(org.conclave.proto.engine.v1.GroupState state) {
    return segments(state.getTreeList());
  }

  static List<TreeSegment> segments(List<org.conclave.proto.engine.v1.TreeSegment> segments) {
    return segments.stream()
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
        credential(signer.getIdentity(), signer.getCertificateChainList()),
        signer.getSignatureKey().toByteArray(),
        signer.getSignaturePrivateKey().toByteArray());
  }

  private static Credential credential(ByteString identity, List<ByteString> certificateChain) {
    if (certificateChain.isEmpty()) {
      return new Credential.Basic(identity.toByteArray());
    }
    if (!identity.isEmpty()) {
      throw new IllegalArgumentException("a signer with an identity and with certificates");
    }
    return new Credential.X509(arrays(certificateChain));
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

  /** Those and the external_senders, unless they are among them already. */
  static List<Extension> extensions(
      List<org.conclave.proto.engine.v1.Extension> extensions,
      List<org.conclave.proto.engine.v1.ExternalSender> senders) {
    List<Extension> all = new ArrayList<>(extensions(extensions));
    if (!senders.isEmpty()) {
      if (all.stream().anyMatch(extension -> extension.type() == Extension.EXTERNAL_SENDERS)) {
        throw new IllegalArgumentException("external_senders are given twice");
      }
      all.add(
          ExternalSender.extension(
              senders.stream()
                  .map(
                      sender ->
                          new ExternalSender(
                              sender.getSignatureKey().toByteArray(),
                              credential(sender.getIdentity(), sender.getCertificateChainList())))
                  .toList()));
    }
    return all;
  }

  static ProposalRequest proposal(ProposalContent content) {
    return switch (content.getKindCase()) {
      case ADD -> new ProposalRequest.Add(content.getAdd().toByteArray());
      case REMOVE -> new ProposalRequest.Remove(content.getRemove());
      case UPDATE -> new ProposalRequest.Update();
      case EXTENSIONS ->
          new ProposalRequest.ReplaceExtensions(
              extensions(content.getExtensions().getExtensionsList()));
      case EXTERNAL_PSK -> new ProposalRequest.ExternalPsk(content.getExternalPsk().toByteArray());
      case RESUMPTION_EPOCH -> new ProposalRequest.ResumptionPsk(content.getResumptionEpoch());
      case REINIT -> reInit(content.getReinit());
      case KIND_NOT_SET -> throw new IllegalArgumentException("no proposal was given");
    };
  }

  static ProposalRequest.ReInit reInit(ProposedReInit reInit) {
    return new ProposalRequest.ReInit(
        reInit.getGroupId().toByteArray(),
        reInit.getCipherSuite(),
        extensions(reInit.getExtensionsList()));
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
