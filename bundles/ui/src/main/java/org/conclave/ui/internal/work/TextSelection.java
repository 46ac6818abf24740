package org.conclave.ui.internal.work;

import java.awt.Toolkit;
import java.awt.datatransfer.Clipboard;
import java.awt.datatransfer.StringSelection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the JVM forget the text that was last marked. Where marking copies (X11), the field in which
 * it was done stays the owner of the system's selection, and with it all that the field is in.
 */
public final class TextSelection {
  private static final Logger LOG = LoggerFactory.getLogger(TextSelection.class);

  private TextSelection() {}

  /** To be called when the window has gone; not on the event thread. */
  public static void forget() {
    Clipboard selection = Toolkit.getDefaultToolkit().getSystemSelection();
    if (selection == null) {
      return;
    }
    try {
      // What another program has marked comes as a class of the toolkit, and stays.
      if (selection.getContents(null) instanceof StringSelection) {
        selection.setContents(new StringSelection(""), null);
      }
    } catch (IllegalStateException e) {
      LOG.info("The selection could not be given up: {}", e.toString());
    }
  }
}
