package org.conclave.ui.internal.look;

import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.JTextComponent;

/** Hears every change of a text field. */
public final class Changes implements DocumentListener {
  private final Runnable changed;

  private Changes(Runnable changed) {
    this.changed = changed;
  }

  public static void of(JTextComponent field, Runnable changed) {
    field.getDocument().addDocumentListener(new Changes(changed));
  }

  @Override
  public void insertUpdate(DocumentEvent event) {
    changed.run();
  }

  @Override
  public void removeUpdate(DocumentEvent event) {
    changed.run();
  }

  @Override
  public void changedUpdate(DocumentEvent event) {
    changed.run();
  }
}
