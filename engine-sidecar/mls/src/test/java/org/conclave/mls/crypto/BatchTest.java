package org.conclave.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.conclave.mls.rule.RuleViolation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 1_000})
  void resultsAreInOrderAndEachOperationRunsOnce(int count) throws RuleViolation {
    AtomicInteger calls = new AtomicInteger();
    assertThat(
            Batch.of(
                count,
                index -> {
                  calls.incrementAndGet();
                  return index;
                }))
        .isEqualTo(IntStream.range(0, count).boxed().toList());
    assertThat(calls).hasValue(count);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1_000})
  void theFirstViolationInOrderCounts(int count) {
    assertThatThrownBy(
            () ->
                Batch.check(
                    count,
                    index -> {
                      if (index > 0) {
                        throw RuleViolation.invalid("0", "number " + index);
                      }
                    }))
        .isInstanceOf(RuleViolation.class)
        .extracting(violation -> ((RuleViolation) violation).detail())
        .isEqualTo("number 1");
  }
}
