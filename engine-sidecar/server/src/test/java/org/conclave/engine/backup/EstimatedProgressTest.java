package org.conclave.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EstimatedProgressTest {
  private final EstimatedProgress progress = new EstimatedProgress(1_000_000);

  @Test
  void followsTheTimeThatWasExpected() {
    assertThat(progress.perMille(0)).isZero();
    assertThat(progress.perMille(250_000)).isEqualTo(250);
    assertThat(progress.perMille(750_000)).isEqualTo(750);
  }

  @Test
  void neverFallsAndNeverEndsByItself() {
    int before = 0;
    for (long elapsed = 0; elapsed < 20_000_000; elapsed += 10_000) {
      int now = progress.perMille(elapsed);
      assertThat(now).isBetween(before, EstimatedProgress.END - 1);
      before = now;
    }
    assertThat(progress.perMille(Long.MAX_VALUE)).isEqualTo(EstimatedProgress.END - 1);
  }

  @Test
  void stillMovesWhenItTakesTwiceAsLong() {
    assertThat(progress.perMille(1_900_000)).isGreaterThan(progress.perMille(1_500_000));
  }

  @Test
  void clockThatGoesBackIsTheBeginning() {
    assertThat(progress.perMille(-5)).isZero();
  }
}
