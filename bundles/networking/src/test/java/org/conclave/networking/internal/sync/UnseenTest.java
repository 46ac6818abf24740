package org.conclave.networking.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.junit.jupiter.api.Test;

final class UnseenTest {
  private static final GroupId GROUP = new GroupId(Bytes.wrap(new byte[GroupId.SIZE]));

  private final Unseen unseen = new Unseen();

  private static EnvelopeId id(int number) {
    byte[] bytes = new byte[EnvelopeId.SIZE];
    Arrays.fill(bytes, (byte) number);
    return new EnvelopeId(Bytes.wrap(bytes));
  }

  @Test
  void nothingIsSettledBeforeThePeerOffers() {
    assertThat(unseen.isSettled(GROUP)).isFalse();
    unseen.told(GROUP, 1, List.of(id(1)), List.of());
    assertThat(unseen.isSettled(GROUP)).isFalse();
  }

  @Test
  void equalOfferSettles() {
    unseen.offered(GROUP, Map.of());

    assertThat(unseen.isSettled(GROUP)).isTrue();
  }

  @Test
  void everyEpochIsToldAndEveryEnvelopeSeen() {
    unseen.offered(GROUP, Map.of(1L, 2, 2L, 1));
    unseen.told(GROUP, 1, List.of(id(1), id(2)), List.of(id(2)));
    assertThat(unseen.isSettled(GROUP)).isFalse();
    unseen.told(GROUP, 2, List.of(id(3)), List.of());
    assertThat(unseen.isSettled(GROUP)).isFalse();
    assertThat(unseen.of(GROUP)).containsExactly(id(2));

    unseen.seen(GROUP, List.of(id(2)));

    assertThat(unseen.isSettled(GROUP)).isTrue();
  }

  @Test
  void fullFrameIsNotTheEndOfAnEpoch() {
    List<EnvelopeId> full = Collections.nCopies(SyncFrames.MAXIMUM_IDS, id(1));
    unseen.offered(GROUP, Map.of(1L, SyncFrames.MAXIMUM_IDS + 1));

    unseen.told(GROUP, 1, full, List.of());
    assertThat(unseen.isSettled(GROUP)).isFalse();
    unseen.told(GROUP, 1, List.of(id(2)), List.of());
    assertThat(unseen.isSettled(GROUP)).isTrue();
  }

  @Test
  void whatWasMissingAndIsKnownNowIsSeen() {
    unseen.offered(GROUP, Map.of(1L, 1));
    unseen.told(GROUP, 1, List.of(id(1)), List.of(id(1)));

    unseen.told(GROUP, 1, List.of(id(1)), List.of());

    assertThat(unseen.isSettled(GROUP)).isTrue();
  }
}
