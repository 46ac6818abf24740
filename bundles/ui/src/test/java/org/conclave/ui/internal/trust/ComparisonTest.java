package org.conclave.ui.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComparisonTest {
  @ParameterizedTest
  @CsvSource({
    "CONCLAVESN1:ABC, SAME",
    "'  CONCLAVESN1:ABC\n', SAME",
    "CONCLAVESN1:ABD, DIFFERENT",
    "CONCLAVESN1:AB, DIFFERENT",
    "CONCLAVESN1:, DIFFERENT",
    "CONCLAVE1:ABC, NO_CODE",
    "ABC, NO_CODE"
  })
  void onlyTheSameCodeIsTheSame(String others, Comparison expected) {
    assertThat(Comparison.of("CONCLAVESN1:ABC", others)).isEqualTo(expected);
  }
}
