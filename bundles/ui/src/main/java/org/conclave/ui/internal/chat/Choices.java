package org.conclave.ui.internal.chat;

import java.time.Duration;
import org.conclave.ui.internal.look.Theme;

/** What a person can choose about the window as a whole. On the event thread. */
public interface Choices {
  Theme theme();

  void choose(Theme theme);

  /** After how long without a touch the profile is locked; zero for never. */
  Duration lockAfter();

  void lockAfter(Duration idle);

  /** Locks the profile at once. */
  void lock();
}
