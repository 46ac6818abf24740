package org.conclave.networking.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.storage.EpochHoldings;
import org.junit.jupiter.api.Test;

final class EpochComparisonTest {
  private static EnvelopeId id(int number) {
    byte[] bytes = new byte[EnvelopeId.SIZE];
    Arrays.fill(bytes, (byte) number);
    return new EnvelopeId(Bytes.wrap(bytes));
  }

  private static EpochHoldings epoch(long epoch, int... numbers) {
    byte[] digest = new byte[EnvelopeId.SIZE];
    for (int number : numbers) {
      for (int i = 0; i < digest.length; i++) {
        digest[i] ^= (byte) number;
      }
    }
    return new EpochHoldings(epoch, numbers.length, Bytes.wrap(digest));
  }

  private static EpochComparison compare(
      Map<EnvelopeId, Long> withheld, List<EpochHoldings> held, List<EpochHoldings> theirs) {
    return EpochComparison.of(0, held, Told.without(withheld, held), theirs);
  }

  @Test
  void whatIsWithheldIsNotTold() {
    List<EpochHoldings> held = List.of(epoch(1, 1, 2), epoch(2, 3), epoch(3, 4, 5));

    assertThat(Told.without(Map.of(id(2), 1L, id(3), 2L), held))
        .containsExactly(epoch(1, 1), epoch(3, 4, 5));
  }

  @Test
  void peerThatLacksOnlyWhatIsWithheldIsEqualToWhatIsTold() {
    EpochComparison comparison =
        compare(Map.of(id(2), 1L), List.of(epoch(1, 1, 2)), List.of(epoch(1, 1)));

    assertThat(comparison.equalToTold()).containsExactly(1L);
    assertThat(comparison.different()).isEmpty();
  }

  @Test
  void peerThatHoldsWhatIsWithheldIsEqual() {
    EpochComparison comparison =
        compare(Map.of(id(2), 1L), List.of(epoch(1, 1, 2)), List.of(epoch(1, 1, 2)));

    assertThat(comparison.equal()).containsExactly(1L);
    assertThat(comparison.different()).isEmpty();
  }

  @Test
  void epochThatOnlyOneHoldsIsDifferentAndOnlyThePeersIsToBeSeen() {
    EpochComparison comparison =
        compare(Map.of(), List.of(epoch(1, 1), epoch(2, 2)), List.of(epoch(2, 2), epoch(3, 3, 4)));

    assertThat(comparison.equalToTold()).containsExactly(2L);
    assertThat(comparison.different()).containsExactly(1L, 3L);
    assertThat(comparison.heldByPeer()).isEqualTo(new HashMap<>(Map.of(3L, 2)));
  }

  @Test
  void epochsBeforeTheFirstThatBothReadDoNotCount() {
    EpochComparison comparison =
        EpochComparison.of(2, List.of(), List.of(), List.of(epoch(1, 1), epoch(2, 2)));

    assertThat(comparison.different()).containsExactly(2L);
  }
}
