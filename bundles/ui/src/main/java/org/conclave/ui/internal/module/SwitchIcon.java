package org.conclave.ui.internal.module;

import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.AbstractButton;
import javax.swing.Icon;
import org.conclave.ui.internal.look.Look;

/** A switch: its knob is at the right, on the accent, where it is on. */
record SwitchIcon() implements Icon {
  private static final int WIDTH = 40;
  private static final int HEIGHT = 24;
  private static final int INSET = 3;

  @Override
  public void paintIcon(Component component, Graphics graphics, int x, int y) {
    AbstractButton button = (AbstractButton) component;
    boolean on = button.isSelected();
    Graphics2D g = (Graphics2D) graphics.create();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Look.colour(!button.isEnabled() ? "line" : on ? "badge" : "muted"));
    g.fillRoundRect(x, y, WIDTH, HEIGHT, HEIGHT, HEIGHT);
    int knob = HEIGHT - 2 * INSET;
    g.setColor(Look.colour(button.isEnabled() ? "conversation" : "muted"));
    g.fillOval(on ? x + WIDTH - knob - INSET : x + INSET, y + INSET, knob, knob);
    if (button.isFocusOwner()) {
      g.setColor(Look.colour("accentText"));
      g.drawRoundRect(x - 2, y - 2, WIDTH + 3, HEIGHT + 3, HEIGHT + 4, HEIGHT + 4);
    }
    g.dispose();
  }

  @Override
  public int getIconWidth() {
    return WIDTH;
  }

  @Override
  public int getIconHeight() {
    return HEIGHT;
  }
}
