package org.conclave.libp2p.internal.yamux;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the peer for a sign of life from time to time, and closes the session if none comes before
 * the next question. Measures the round trip on the way.
 */
final class KeepAlive {
  private static final long INTERVAL_SECONDS = 30;

  /** Before the first answer: large enough to let windows grow, as a slow network needs most. */
  private static final long UNKNOWN_ROUND_TRIP = TimeUnit.MILLISECONDS.toNanos(100);

  private final YamuxSession session;
  private @Nullable ScheduledFuture<?> timer;
  private int question;
  private long asked;
  private boolean waiting;
  private long roundTrip = UNKNOWN_ROUND_TRIP;

  KeepAlive(YamuxSession session) {
    this.session = session;
  }

  void start() {
    timer =
        session.executor().scheduleAtFixedRate(this::tick, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  void stop() {
    ScheduledFuture<?> running = timer;
    if (running != null) {
      running.cancel(false);
    }
  }

  /** Any frame is a sign of life. */
  void heard() {
    waiting = false;
  }

  void answered(long value) {
    if (value == Integer.toUnsignedLong(question)) {
      roundTrip = System.nanoTime() - asked;
    }
  }

  long roundTripNanos() {
    return roundTrip;
  }

  private void tick() {
    if (waiting) {
      session.close();
      return;
    }
    waiting = true;
    question++;
    asked = System.nanoTime();
    session.send(YamuxFrame.PING, YamuxFrame.SYN, YamuxFrame.SESSION, question);
  }
}
