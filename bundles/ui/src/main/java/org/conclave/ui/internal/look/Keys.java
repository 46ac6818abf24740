package org.conclave.ui.internal.look;

import java.awt.event.ActionEvent;
import javax.swing.AbstractAction;
import javax.swing.JComponent;
import javax.swing.KeyStroke;

/** Binds keys to actions of a component. */
public final class Keys {
  private Keys() {}

  /** While the component itself has the focus. */
  public static void focused(JComponent component, String key, Runnable action) {
    bind(component, JComponent.WHEN_FOCUSED, key, action);
  }

  /** While the component or something within it has the focus. */
  public static void within(JComponent component, String key, Runnable action) {
    bind(component, JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT, key, action);
  }

  /** Anywhere in the window. */
  public static void window(JComponent component, String key, Runnable action) {
    bind(component, JComponent.WHEN_IN_FOCUSED_WINDOW, key, action);
  }

  private static void bind(JComponent component, int condition, String key, Runnable action) {
    String name = "conclave." + key + "." + condition;
    component.getInputMap(condition).put(KeyStroke.getKeyStroke(key), name);
    component
        .getActionMap()
        .put(
            name,
            new AbstractAction() {
              private static final long serialVersionUID = 1L;

              @Override
              public void actionPerformed(ActionEvent event) {
                action.run();
              }
            });
  }
}
