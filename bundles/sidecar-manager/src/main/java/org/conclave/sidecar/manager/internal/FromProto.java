package org.conclave.sidecar.manager.internal;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.EngineException.Reason;
import org.conclave.api.engine.EpochSummary;
import org.conclave.api.engine.GroupExtension;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.engine.MemberChange;
import org.conclave.api.engine.NewState;
import org.conclave.api.engine.Rejection;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.engine.RowKey;
import org.conclave.api.engine.TreeSegment;
import org.conclave.api.identity.GroupId;
import org.conclave.proto.engine.v1.Rejected;

/** Messages of the engine contract as values of the API. */
final class FromProto {
  private FromProto() {}

  static Bytes bytes(ByteString bytes) {
    return Bytes.wrap(bytes.toByteArray());
  }

  static SecretBytes secret(ByteString bytes) {
    return SecretBytes.wrap(bytes.toByteArray());
  }

  static RowKey rowKey(org.conclave.proto.engine.v1.RowKey key) throws EngineException {
    RowKey.Kind kind =
        switch (key.getKind()) {
          case HANDSHAKE -> RowKey.Kind.HANDSHAKE;
          case APPLICATION -> RowKey.Kind.APPLICATION;
          case TREE_NODE -> RowKey.Kind.TREE_NODE;
          case KIND_UNSPECIFIED, UNRECOGNIZED -> throw unexpected("a row of an unknown kind");
        };
    return new RowKey(key.getIndex(), kind);
  }

  static RowChanges rowChanges(
      List<org.conclave.proto.engine.v1.Row> put, List<org.conclave.proto.engine.v1.RowKey> delete)
      throws EngineException {
    List<RowKey> deleted = new ArrayList<>(delete.size());
    for (org.conclave.proto.engine.v1.RowKey key : delete) {
      deleted.add(rowKey(key));
    }
    return new RowChanges(rows(put), deleted);
  }

  static NewState newState(org.conclave.proto.engine.v1.NewState state) throws EngineException {
    return new NewState(
        bytes(state.getEpoch()),
        secret(state.getSecrets()),
        rows(state.getRowsList()),
        bytes(state.getTreeHash()),
        state.hasTree()
            ? Optional.of(
                new TreeSegment(
                    bytes(state.getTree().getTreeHash()),
                    bytes(state.getTree().getBaseTreeHash()),
                    bytes(state.getTree().getData())))
            : Optional.empty(),
        state.getRetiredSecrets().isEmpty()
            ? Optional.empty()
            : Optional.of(secret(state.getRetiredSecrets())),
        summary(state.getSummary()));
  }

  static Rejection rejection(Rejected rejected) throws EngineException {
    Rejection.Code code =
        switch (rejected.getCode()) {
          case MALFORMED -> Rejection.Code.MALFORMED;
          case INVALID -> Rejection.Code.INVALID;
          case DECRYPTION_FAILED -> Rejection.Code.DECRYPTION_FAILED;
          case REPLAYED -> Rejection.Code.REPLAYED;
          case TOO_FAR_AHEAD -> Rejection.Code.TOO_FAR_AHEAD;
          case UNSUPPORTED -> Rejection.Code.UNSUPPORTED;
          case UNKNOWN_PSK -> Rejection.Code.UNKNOWN_PSK;
          case NOT_FOR_US -> Rejection.Code.NOT_FOR_US;
          case CODE_UNSPECIFIED, UNRECOGNIZED -> throw unexpected("a rejection of an unknown kind");
        };
    return new Rejection(code, rejected.getRule(), rejected.getDetail());
  }

  static Lifetime lifetime(org.conclave.proto.engine.v1.Lifetime lifetime) {
    return new Lifetime(seconds(lifetime.getNotBefore()), seconds(lifetime.getNotAfter()));
  }

  /** Unsigned in the contract; what lies past the last instant that Java has is that instant. */
  private static Instant seconds(long unsigned) {
    long last = Instant.MAX.getEpochSecond();
    return Instant.ofEpochSecond(unsigned < 0 || unsigned > last ? last : unsigned);
  }

  static EngineException unexpected(String what) {
    return new EngineException(Reason.INTERNAL, "the encryption engine answered with " + what);
  }

  private static List<Row> rows(List<org.conclave.proto.engine.v1.Row> rows)
      throws EngineException {
    List<Row> converted = new ArrayList<>(rows.size());
    for (org.conclave.proto.engine.v1.Row row : rows) {
      converted.add(new Row(rowKey(row.getKey()), secret(row.getData())));
    }
    return converted;
  }

  private static EpochSummary summary(org.conclave.proto.engine.v1.EpochSummary summary)
      throws EngineException {
    List<MemberChange> changes = new ArrayList<>(summary.getChangesCount());
    for (org.conclave.proto.engine.v1.MemberChange change : summary.getChangesList()) {
      changes.add(memberChange(change));
    }
    return new EpochSummary(
        new GroupId(bytes(summary.getGroupId())),
        summary.getEpoch(),
        bytes(summary.getEpochAuthenticator()),
        summary.getOwnLeaf(),
        summary.getMemberCount(),
        changes,
        summary.getGroupContextExtensionsList().stream()
            .map(extension -> new GroupExtension(extension.getType(), bytes(extension.getData())))
            .toList());
  }

  private static MemberChange memberChange(org.conclave.proto.engine.v1.MemberChange change)
      throws EngineException {
    MemberChange.Change kind =
        switch (change.getChange()) {
          case ADDED -> MemberChange.Change.ADDED;
          case REMOVED -> MemberChange.Change.REMOVED;
          case UPDATED -> MemberChange.Change.UPDATED;
          case CHANGE_UNSPECIFIED, UNRECOGNIZED ->
              throw unexpected("an unknown change of a member");
        };
    return new MemberChange(
        kind, change.getLeaf(), bytes(change.getIdentity()), bytes(change.getSignatureKey()));
  }
}
