package org.conclave.ui.internal.look;

import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.Icon;

/** A small disc in a colour of the palette, beside words that say the same. */
public record Dot(String colour) implements Icon {
  @Override
  public void paintIcon(Component component, Graphics graphics, int x, int y) {
    Graphics2D g = (Graphics2D) graphics.create();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Look.colour(colour));
    g.fillOval(x, y, Look.GRID, Look.GRID);
    g.dispose();
  }

  @Override
  public int getIconWidth() {
    return Look.GRID;
  }

  @Override
  public int getIconHeight() {
    return Look.GRID;
  }
}
