package org.conclave.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.conclave.api.organisation.Membership;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BelongingTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Membership member = new FakeMembership(1);
  private final ExecutorService pool = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void membershipOnTheWayIsWaitedFor() throws Exception {
    Belonging belonging = new Belonging(LONG);
    Future<Optional<Membership>> asked = pool.submit(belonging::membership);
    belonging.organisationArrived("one", () -> true);
    belonging.arrived(member);
    assertThat(asked.get(30, TimeUnit.SECONDS)).contains(member);
    assertThat(belonging.membership()).contains(member);
  }

  @Test
  void profileThatBelongsNowhereIsNotWaitedFor() throws Exception {
    Belonging belonging = new Belonging(LONG);
    Future<Optional<Membership>> asked = pool.submit(belonging::membership);
    belonging.organisationArrived("old", () -> false);
    assertThat(asked.get(30, TimeUnit.SECONDS)).isEmpty();
    // A swap: the old one leaves after the new one came.
    belonging.organisationArrived("new", () -> false);
    belonging.organisationDeparted("old");
    assertThat(belonging.membership()).isEmpty();
  }

  @Test
  void waitingIsBounded() {
    assertThat(new Belonging(Duration.ofMillis(1)).membership()).isEmpty();
    assertThat(new Belonging(Duration.ZERO).membership()).isEmpty();
  }

  @Test
  void interruptedThreadDoesNotWaitAndStaysInterrupted() {
    Belonging belonging = new Belonging(LONG);
    Thread.currentThread().interrupt();
    assertThat(belonging.membership()).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void departureOfTheLastOneCounts() {
    Belonging belonging = new Belonging(Duration.ZERO);
    belonging.arrived(member);
    Membership next = new FakeMembership(2);
    belonging.arrived(next);
    // A swap: the old one leaves after the new one came.
    belonging.departed(member);
    assertThat(belonging.membership()).contains(next);
    belonging.departed(next);
    assertThat(belonging.membership()).isEmpty();
  }
}
