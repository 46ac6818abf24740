package org.conclave.api.engine;

import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;

/**
 * A state that did not exist before.
 *
 * @param tree empty where the tree is that of the state before
 * @param retiredSecrets part S of the state before, reduced to what reading late messages of that
 *     epoch takes
 */
public record NewState(
    Bytes epoch,
    SecretBytes secrets,
    List<Row> rows,
    Bytes treeHash,
    Optional<TreeSegment> tree,
    Optional<SecretBytes> retiredSecrets,
    EpochSummary summary) {
  public NewState {
    rows = List.copyOf(rows);
  }
}
