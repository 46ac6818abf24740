package org.conclave.networking.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.conclave.networking.internal.quota.FloodGuard.Allowance;
import org.conclave.networking.internal.quota.FloodGuard.Verdict;
import org.junit.jupiter.api.Test;

final class FloodGuardTest {
  private final AtomicLong now = new AtomicLong();
  private final FloodGuard guard = new FloodGuard(new Allowance(2_048, 200, 2_048), now::get);

  private Map<Verdict, Integer> ask(int questions, long everyNanos) {
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    for (int i = 0; i < questions; i++) {
      verdicts.merge(guard.spend(1), 1, Integer::sum);
      now.addAndGet(everyNanos);
    }
    return verdicts;
  }

  @Test
  void burstForManyGroupsIsAnswered() {
    assertThat(ask(2_000, 0)).containsOnlyKeys(Verdict.ANSWER);
  }

  @Test
  void steadyQuestionsAreAnsweredForEver() {
    assertThat(ask(100_000, TimeUnit.MILLISECONDS.toNanos(10))).containsOnlyKeys(Verdict.ANSWER);
  }

  @Test
  void floodEndsInDisconnection() {
    assertThat(ask(10_000, TimeUnit.MICROSECONDS.toNanos(200))).containsKey(Verdict.DISCONNECT);
  }

  @Test
  void shortExcessIsIgnoredAndForgiven() {
    ask(3_000, 0);
    assertThat(guard.spend(1)).isEqualTo(Verdict.IGNORE);
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(guard.spend(1)).isEqualTo(Verdict.ANSWER);
  }
}
