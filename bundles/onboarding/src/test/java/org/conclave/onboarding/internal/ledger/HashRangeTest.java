package org.conclave.onboarding.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.Sha256;
import org.junit.jupiter.api.Test;

class HashRangeTest {
  @Test
  void rangesCoverEverythingOnceAndNoneIsTooLarge() {
    Random random = new Random(1);
    for (int count : new int[] {0, 1, 9, 10, 11, 20, 1000}) {
      List<Bytes> hashes =
          IntStream.range(0, count)
              .mapToObj(i -> Sha256.of(Bytes.utf8("hash " + i)))
              .sorted()
              .toList();
      List<HashRange> ranges = HashRange.ALL.divided(hashes, 16);
      assertThat(ranges.size()).isBetween(1, 16);
      int most = Math.max(1, (count + 15) / 16);
      for (HashRange range : ranges) {
        assertThat(hashes.stream().filter(range::contains).count()).isLessThanOrEqualTo(most);
      }
      for (int i = 0; i < 500; i++) {
        byte[] any = new byte[32];
        random.nextBytes(any);
        Bytes hash = i < hashes.size() ? hashes.get(i) : Bytes.wrap(any);
        assertThat(ranges.stream().filter(range -> range.contains(hash)).count()).isEqualTo(1);
      }
    }
  }
}
