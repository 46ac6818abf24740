package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.conclave.mls.schedule.Row;
import org.conclave.mls.schedule.RowChanges;
import org.conclave.mls.schedule.RowKey;
import org.conclave.mls.schedule.RowKey.Kind;
import org.junit.jupiter.api.Test;

final class BatchRatchetsTest {
  private static final RowKey RATCHET = new RowKey(3, Kind.APPLICATION);
  private static final RowKey PARENT = new RowKey(5, Kind.TREE_NODE);
  private static final RowKey ROOT = new RowKey(7, Kind.TREE_NODE);
  private static final List<RowKey> KEYS = List.of(RATCHET, PARENT, ROOT);

  @Test
  void hostIsAskedOnlyForWhatItWasNotAskedForBefore() {
    BatchRatchets ratchets = new BatchRatchets(List.of());
    assertThat(ratchets.missing(KEYS)).isEqualTo(KEYS);
    ratchets.supply(Set.of(RATCHET, PARENT), List.of());
    assertThat(ratchets.missing(KEYS)).containsExactly(ROOT);
    ratchets.supply(Set.of(ROOT), List.of());
    assertThat(ratchets.missing(KEYS)).isEmpty();
  }

  @Test
  void nothingIsMissingWhereOneOfTheRowsIsHere() {
    BatchRatchets ratchets = new BatchRatchets(List.of(row(ROOT, 1)));
    assertThat(ratchets.missing(KEYS)).isEmpty();
    assertThat(ratchets.select(KEYS)).extracting(Row::key).containsExactly(ROOT);
  }

  @Test
  void rowThatWasNotAskedForIsMisuse() {
    BatchRatchets ratchets = new BatchRatchets(List.of());
    assertThatThrownBy(() -> ratchets.supply(Set.of(RATCHET), List.of(row(ROOT, 1))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void changesAreToldOnceAsTheyAreInTheEnd() {
    BatchRatchets ratchets = new BatchRatchets(List.of(row(ROOT, 1)));
    ratchets.apply(new RowChanges(List.of(row(PARENT, 2), row(RATCHET, 3)), List.of(ROOT)));
    ratchets.apply(new RowChanges(List.of(row(RATCHET, 4)), List.of(PARENT)));
    RowChanges changes = ratchets.takeChanges();
    assertThat(changes.put()).extracting(Row::key).containsExactly(RATCHET);
    assertThat(changes.put().get(0).data()).containsExactly(4);
    assertThat(changes.deleted()).containsExactlyInAnyOrder(ROOT, PARENT);
    assertThat(ratchets.takeChanges().put()).isEmpty();
  }

  @Test
  void rowThatWasReplacedOrDeletedIsWiped() {
    Row root = row(ROOT, 1);
    Row first = row(RATCHET, 2);
    BatchRatchets ratchets = new BatchRatchets(List.of(root));
    ratchets.apply(new RowChanges(List.of(first), List.of(ROOT)));
    ratchets.apply(new RowChanges(List.of(row(RATCHET, 3)), List.of()));
    assertThat(root.data()).containsExactly(0);
    assertThat(first.data()).containsExactly(0);
  }

  @Test
  void wipingLeavesNothing() {
    Row row = row(RATCHET, 2);
    BatchRatchets ratchets = new BatchRatchets(List.of(row));
    ratchets.wipe();
    assertThat(row.data()).containsExactly(0);
    assertThat(ratchets.select(KEYS)).isEmpty();
  }

  private static Row row(RowKey key, int content) {
    return new Row(key, new byte[] {(byte) content});
  }
}
