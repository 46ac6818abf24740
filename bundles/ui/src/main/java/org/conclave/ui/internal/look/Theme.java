package org.conclave.ui.internal.look;

/** Which of the two looks the person chose. */
public enum Theme {
  /** As the desktop has it, where that can be known; else light. */
  SYSTEM,
  LIGHT,
  DARK
}
