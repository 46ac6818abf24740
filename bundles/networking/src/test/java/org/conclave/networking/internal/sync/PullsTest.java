package org.conclave.networking.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.junit.jupiter.api.Test;

final class PullsTest {
  private static final GroupId GROUP = new GroupId(Bytes.wrap(new byte[32]));

  private final Pulls pulls = new Pulls();

  private static List<EnvelopeId> ids(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> new EnvelopeId(Bytes.wrap(ByteBuffer.allocate(32).putInt(i).array())))
        .toList();
  }

  @Test
  void portionsComeInOrderAndOneAtATime() {
    pulls.want(GROUP, ids(0, 200));
    List<EnvelopeId> pulled = new ArrayList<>(pulls.next().orElseThrow().ids());

    assertThat(pulls.next()).isEmpty();
    pulls.ended();
    pulled.addAll(pulls.next().orElseThrow().ids());

    assertThat(pulled).containsExactlyElementsOf(ids(0, 200));
  }

  @Test
  void whatIsWantedTwiceIsPulledOnce() {
    pulls.want(GROUP, ids(0, 10));
    pulls.want(GROUP, ids(5, 12));

    assertThat(pulls.next().orElseThrow().ids()).containsExactlyElementsOf(ids(0, 12));
    pulls.ended();
    assertThat(pulls.next()).isEmpty();
  }

  @Test
  void memoryIsBounded() {
    assertThat(pulls.want(GROUP, ids(0, 1 << 16))).isTrue();
    assertThat(pulls.want(GROUP, ids(1 << 16, (1 << 16) + 1))).isFalse();
  }
}
