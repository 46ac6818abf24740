package org.conclave.ui.internal.start;

import java.awt.Component;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import javax.swing.JButton;
import javax.swing.SwingUtilities;

/** Gives mouse events on what lies on a button to the button. */
final class Presses extends MouseAdapter {
  private final JButton button;

  private Presses(JButton button) {
    this.button = button;
  }

  static void through(JButton button) {
    Presses presses = new Presses(button);
    for (Component child : button.getComponents()) {
      child.addMouseListener(presses);
      child.setCursor(button.getCursor());
    }
  }

  private void pass(MouseEvent event) {
    button.dispatchEvent(SwingUtilities.convertMouseEvent(event.getComponent(), event, button));
  }

  @Override
  public void mousePressed(MouseEvent event) {
    pass(event);
  }

  @Override
  public void mouseReleased(MouseEvent event) {
    pass(event);
  }

  @Override
  public void mouseEntered(MouseEvent event) {
    pass(event);
  }

  @Override
  public void mouseExited(MouseEvent event) {
    pass(event);
  }
}
