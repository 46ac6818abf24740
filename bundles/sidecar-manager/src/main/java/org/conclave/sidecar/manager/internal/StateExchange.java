package org.conclave.sidecar.manager.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.EngineException.Reason;
import org.conclave.api.engine.GroupStateView;
import org.conclave.api.engine.Row;
import org.conclave.api.engine.RowKey;
import org.conclave.proto.engine.v1.GroupState;
import org.conclave.proto.engine.v1.NeedRows;

/**
 * The state that goes with one call: first what the call probably needs, then also what the engine
 * asked for. Copies of secrets made for it are wiped when it is closed. Not thread-safe.
 */
final class StateExchange implements AutoCloseable {
  /** One question for the tree, one for rows; a commit may ask for rows of both ratchets. */
  private static final int MAX_QUESTIONS = 4;

  private final GroupStateView view;
  private final GroupState.Builder state = GroupState.newBuilder();
  private final Map<RowKey, ByteString> rows = new LinkedHashMap<>();
  private final List<byte[]> copies = new ArrayList<>();
  private int questions;

  StateExchange(GroupStateView view) {
    this.view = view;
    state
        .setEpoch(ToProto.bytes(view.epoch()))
        .setSecrets(secret(view.secrets()))
        .setPending(ToProto.bytes(view.pending()))
        .setTreeHash(ToProto.bytes(view.treeHash()));
    view.likelyRows().forEach(this::add);
  }

  GroupState state() {
    state.clearRows();
    rows.forEach(
        (key, data) ->
            state.addRows(
                org.conclave.proto.engine.v1.Row.newBuilder()
                    .setKey(ToProto.rowKey(key))
                    .setData(data)));
    return state.build();
  }

  /** The engine does not have the tree. */
  void supplyTree() throws EngineException {
    countQuestion();
    state.clearTree();
    view.tree().forEach(segment -> state.addTree(ToProto.treeSegment(segment)));
    if (state.getTreeCount() == 0) {
      throw new EngineException(Reason.MISUSE, "the state holds no ratchet tree");
    }
  }

  /**
   * The engine needs those among the rows that exist.
   *
   * @return false if none of them exists that it did not have already: the keys that they led to
   *     were used and deleted
   */
  boolean supply(NeedRows need) throws EngineException {
    countQuestion();
    int before = rows.size();
    view.rows(keys(need)).forEach(this::add);
    return rows.size() > before;
  }

  /** The same, where the rows are the own ones: a correct host has them. */
  void supplyOwn(NeedRows need) throws EngineException {
    if (!supply(need)) {
      throw new EngineException(
          Reason.MISUSE, "the state holds none of the " + need.getKeysCount() + " rows needed");
    }
  }

  /** Every existing row among those that the engine needs. */
  List<org.conclave.proto.engine.v1.Row> existing(NeedRows need) throws EngineException {
    return view.rows(keys(need)).stream()
        .map(
            row ->
                org.conclave.proto.engine.v1.Row.newBuilder()
                    .setKey(ToProto.rowKey(row.key()))
                    .setData(secret(row.data()))
                    .build())
        .toList();
  }

  /** What rebuilds the tree, a full segment first. */
  List<org.conclave.proto.engine.v1.TreeSegment> tree() {
    return view.tree().stream().map(ToProto::treeSegment).toList();
  }

  @Override
  public void close() {
    copies.forEach(copy -> Arrays.fill(copy, (byte) 0));
  }

  private static List<RowKey> keys(NeedRows need) throws EngineException {
    List<RowKey> keys = new ArrayList<>(need.getKeysCount());
    for (org.conclave.proto.engine.v1.RowKey key : need.getKeysList()) {
      keys.add(FromProto.rowKey(key));
    }
    return keys;
  }

  private void add(Row row) {
    rows.put(row.key(), secret(row.data()));
  }

  private ByteString secret(SecretBytes secret) {
    byte[] copy = secret.toByteArray();
    copies.add(copy);
    return UnsafeByteOperations.unsafeWrap(copy);
  }

  private void countQuestion() throws EngineException {
    if (++questions > MAX_QUESTIONS) {
      throw new EngineException(Reason.INTERNAL, "the encryption engine keeps asking for state");
    }
  }
}
