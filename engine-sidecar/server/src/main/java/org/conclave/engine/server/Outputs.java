package org.conclave.engine.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Arrays;
import java.util.List;
import org.conclave.mls.EpochSummary;
import org.conclave.mls.Member;
import org.conclave.mls.ProposalSummary;
import org.conclave.mls.RosterChange;
import org.conclave.mls.tree.Credential;
import org.conclave.proto.engine.v1.Extension;
import org.conclave.proto.engine.v1.Lifetime;
import org.conclave.proto.engine.v1.MemberChange;
import org.conclave.proto.engine.v1.NeedRows;
import org.conclave.proto.engine.v1.NewState;
import org.conclave.proto.engine.v1.ProposedChange;
import org.conclave.proto.engine.v1.Rejected;
import org.conclave.proto.engine.v1.Row;
import org.conclave.proto.engine.v1.RowKey;
import org.conclave.proto.engine.v1.TreeSegment;

/** Results of the core as messages of the contract. Takes arrays over without a copy. */
final class Outputs {
  private Outputs() {}

  static ByteString bytes(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  /** A state where there was none before. */
  static NewState newState(org.conclave.mls.NewState state) {
    return newState(state, new byte[0]);
  }

  /**
   * The state after another, whose tree {@code treeHashBefore} names: a tree that is still the same
   * is not sent.
   */
  static NewState newState(org.conclave.mls.NewState state, byte[] treeHashBefore) {
    NewState.Builder message =
        NewState.newBuilder()
            .setEpoch(bytes(state.epoch()))
            .setSecrets(bytes(state.secrets()))
            .addAllRows(rows(state.rows()))
            .setTreeHash(bytes(state.tree().treeHash()))
            .setRetiredSecrets(bytes(state.retiredSecrets()))
            .setSummary(summary(state.summary()));
    if (!Arrays.equals(state.tree().treeHash(), treeHashBefore)) {
      message.setTree(segment(state.treeSegment()));
    }
    return message.build();
  }

  static List<Row> rows(List<org.conclave.mls.schedule.Row> rows) {
    return rows.stream()
        .map(row -> Row.newBuilder().setKey(rowKey(row.key())).setData(bytes(row.data())).build())
        .toList();
  }

  static List<RowKey> rowKeys(List<org.conclave.mls.schedule.RowKey> keys) {
    return keys.stream().map(Outputs::rowKey).toList();
  }

  static NeedRows needRows(org.conclave.mls.NeedRows need) {
    return NeedRows.newBuilder().addAllKeys(rowKeys(need.keys())).build();
  }

  static Rejected rejected(org.conclave.mls.Rejected rejected) {
    Rejected.Code code =
        switch (rejected.reason()) {
          case MALFORMED -> Rejected.Code.MALFORMED;
          case INVALID -> Rejected.Code.INVALID;
          case DECRYPTION_FAILED -> Rejected.Code.DECRYPTION_FAILED;
          case REPLAYED -> Rejected.Code.REPLAYED;
          case TOO_FAR_AHEAD -> Rejected.Code.TOO_FAR_AHEAD;
          case UNSUPPORTED -> Rejected.Code.UNSUPPORTED;
          case UNKNOWN_PSK -> Rejected.Code.UNKNOWN_PSK;
          case NOT_FOR_US -> Rejected.Code.NOT_FOR_US;
        };
    return Rejected.newBuilder()
        .setCode(code)
        .setRule(rejected.rule())
        .setDetail(rejected.detail())
        .build();
  }

  static Lifetime lifetime(org.conclave.mls.Lifetime lifetime) {
    return Lifetime.newBuilder()
        .setNotBefore(lifetime.notBefore())
        .setNotAfter(lifetime.notAfter())
        .build();
  }

  static List<ByteString> certificateChain(Credential credential) {
    return credential.certificateChain().stream().map(Outputs::bytes).toList();
  }

  static RowKey.Kind rowKind(org.conclave.mls.schedule.RowKey.Kind kind) {
    return switch (kind) {
      case HANDSHAKE -> RowKey.Kind.HANDSHAKE;
      case APPLICATION -> RowKey.Kind.APPLICATION;
      case TREE_NODE -> RowKey.Kind.TREE_NODE;
    };
  }

  private static RowKey rowKey(org.conclave.mls.schedule.RowKey key) {
    return RowKey.newBuilder().setIndex(key.index()).setKind(rowKind(key.kind())).build();
  }

  private static TreeSegment segment(org.conclave.mls.tree.TreeSegment segment) {
    return TreeSegment.newBuilder()
        .setTreeHash(bytes(segment.treeHash()))
        .setBaseTreeHash(bytes(segment.baseTreeHash()))
        .setData(bytes(segment.data()))
        .build();
  }

  private static org.conclave.proto.engine.v1.EpochSummary summary(EpochSummary summary) {
    return org.conclave.proto.engine.v1.EpochSummary.newBuilder()
        .setGroupId(bytes(summary.groupId()))
        .setEpoch(summary.epoch())
        .setEpochAuthenticator(bytes(summary.epochAuthenticator()))
        .setOwnLeaf(summary.ownLeaf())
        .setMemberCount(summary.memberCount())
        .setReinitialised(summary.reinitialised())
        .addAllChanges(summary.changes().stream().map(Outputs::memberChange).toList())
        .addAllGroupContextExtensions(
            summary.groupContextExtensions().stream()
                .map(
                    extension ->
                        Extension.newBuilder()
                            .setType(extension.type())
                            .setData(bytes(extension.data()))
                            .build())
                .toList())
        .build();
  }

  static ProposedChange proposed(ProposalSummary proposal) {
    ProposedChange.Builder message = ProposedChange.newBuilder().setKindValue(proposal.type());
    Member member = proposal.member();
    if (member != null) {
      message
          .setIdentity(bytes(member.identity()))
          .setSignatureKey(bytes(member.signatureKey()))
          .setLeaf(Math.max(0, member.leaf()))
          .addAllCertificateChain(certificateChain(member.credential()));
    }
    return message.build();
  }

  private static MemberChange memberChange(RosterChange change) {
    MemberChange.Change kind =
        switch (change.kind()) {
          case ADDED -> MemberChange.Change.ADDED;
          case REMOVED -> MemberChange.Change.REMOVED;
          case UPDATED -> MemberChange.Change.UPDATED;
        };
    return MemberChange.newBuilder()
        .setChange(kind)
        .setLeaf(change.member().leaf())
        .setIdentity(bytes(change.member().identity()))
        .setSignatureKey(bytes(change.member().signatureKey()))
        .addAllCertificateChain(certificateChain(change.member().credential()))
        .build();
  }
}
