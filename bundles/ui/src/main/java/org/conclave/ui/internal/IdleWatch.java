package org.conclave.ui.internal;

import java.awt.AWTEvent;
import java.awt.Toolkit;
import java.awt.event.AWTEventListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.swing.Timer;

/**
 * Notices that nobody touched keyboard or mouse for a while. By the clock, not by a timer's count,
 * so that a computer that slept counts as idle when it wakes. On the event thread.
 */
final class IdleWatch implements AWTEventListener {
  private static final int LOOK_MILLIS = 1_000;
  private static final long TOUCHES =
      AWTEvent.KEY_EVENT_MASK
          | AWTEvent.MOUSE_EVENT_MASK
          | AWTEvent.MOUSE_MOTION_EVENT_MASK
          | AWTEvent.MOUSE_WHEEL_EVENT_MASK;

  private final Clock clock;
  private final Runnable idle;
  private final Timer look = new Timer(LOOK_MILLIS, event -> look());
  private Duration after;
  private Instant touched;

  /**
   * @param after zero for never
   * @param idle is called while it is so, about once a second
   */
  IdleWatch(Clock clock, Duration after, Runnable idle) {
    this.clock = clock;
    this.after = after;
    this.idle = idle;
    this.touched = clock.instant();
  }

  void start() {
    Toolkit.getDefaultToolkit().addAWTEventListener(this, TOUCHES);
    look.start();
  }

  void stop() {
    look.stop();
    Toolkit.getDefaultToolkit().removeAWTEventListener(this);
  }

  void after(Duration changed) {
    after = changed;
    touched = clock.instant();
  }

  private void look() {
    if (!after.isZero() && !clock.instant().isBefore(touched.plus(after))) {
      idle.run();
    }
  }

  @Override
  public void eventDispatched(AWTEvent event) {
    // Before the touch counts, or the first key after hours would find everything open.
    look();
    touched = clock.instant();
  }
}
