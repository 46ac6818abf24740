package org.conclave.launcher;

import java.awt.AWTError;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;

/** Whether a window can be opened here. */
final class Display {
  private Display() {}

  static boolean isPresent() {
    try {
      return !GraphicsEnvironment.isHeadless()
          && GraphicsEnvironment.getLocalGraphicsEnvironment().getDefaultScreenDevice() != null;
    } catch (HeadlessException | AWTError | LinkageError e) {
      // DISPLAY names no display that answers, or this Java came without its window libraries.
      return false;
    }
  }
}
