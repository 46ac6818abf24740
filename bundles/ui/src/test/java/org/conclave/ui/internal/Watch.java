package org.conclave.ui.internal;

import java.awt.AWTEvent;
import java.awt.Toolkit;
import java.awt.event.AWTEventListener;
import java.awt.event.HierarchyEvent;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sees whether a component of some name is ever shown, however briefly. */
final class Watch implements AWTEventListener {
  private final String name;
  private final AtomicBoolean seen = new AtomicBoolean();

  private Watch(String name) {
    this.name = name;
  }

  static Watch over(String name) {
    Watch watch = new Watch(name);
    Toolkit.getDefaultToolkit().addAWTEventListener(watch, AWTEvent.HIERARCHY_EVENT_MASK);
    return watch;
  }

  @Override
  public void eventDispatched(AWTEvent event) {
    if (event instanceof HierarchyEvent changed
        && (changed.getChangeFlags() & HierarchyEvent.SHOWING_CHANGED) != 0
        && name.equals(changed.getComponent().getName())
        && changed.getComponent().isShowing()) {
      seen.set(true);
    }
  }

  boolean wasSeen() {
    Toolkit.getDefaultToolkit().removeAWTEventListener(this);
    return seen.get();
  }
}
