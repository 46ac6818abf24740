package org.conclave.ui.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HeightIndexTest {
  @Test
  void agreesWithAddingUp() {
    Random random = new Random(1);
    HeightIndex index = new HeightIndex();
    index.reset(37, 44);
    List<Integer> plain = new ArrayList<>(java.util.Collections.nCopies(37, 44));
    for (int step = 0; step < 2_000; step++) {
      int height = 1 + random.nextInt(200);
      if (random.nextInt(4) == 0) {
        index.append(height);
        plain.add(height);
      } else {
        int row = random.nextInt(plain.size());
        index.set(row, height);
        plain.set(row, height);
      }
    }
    long top = 0;
    for (int row = 0; row < plain.size(); row++) {
      assertThat(index.top(row)).isEqualTo(top);
      assertThat(index.rowAt(top)).isEqualTo(row);
      assertThat(index.rowAt(top + plain.get(row) - 1)).isEqualTo(row);
      top += plain.get(row);
    }
    assertThat(index.total()).isEqualTo(top);
    assertThat(index.rowAt(top + 5_000)).isEqualTo(plain.size() - 1);
    assertThat(index.rowAt(-3)).isZero();
  }
}
