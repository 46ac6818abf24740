package org.conclave.ui.internal.look;

import java.awt.Component;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.Icon;
import javax.swing.UIManager;

/** An icon with a number at its corner. Whatever carries it says the number in words as well. */
public record Badged(Icon icon, int number) implements Icon {
  private static final int SIZE = 16;
  private static final int MOST = 99;

  @Override
  public void paintIcon(Component component, Graphics graphics, int x, int y) {
    icon.paintIcon(component, graphics, x, y);
    if (number == 0) {
      return;
    }
    Graphics2D g = (Graphics2D) graphics.create();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    String digits = number > MOST ? MOST + "+" : Integer.toString(number);
    Font font = UIManager.getFont("defaultFont").deriveFont(Font.BOLD, 10f);
    FontMetrics metrics = component.getFontMetrics(font);
    int width = Math.max(SIZE, metrics.stringWidth(digits) + Look.GRID);
    int left = x + icon.getIconWidth() - width / 2 - 2;
    int top = y - SIZE / 2 + 2;
    g.setColor(Look.colour("badge"));
    g.fillRoundRect(left, top, width, SIZE, SIZE, SIZE);
    g.setColor(Look.colour("badgeForeground"));
    g.setFont(font);
    g.drawString(
        digits,
        left + (width - metrics.stringWidth(digits)) / 2f,
        top + (SIZE - metrics.getHeight()) / 2f + metrics.getAscent());
    g.dispose();
  }

  @Override
  public int getIconWidth() {
    return icon.getIconWidth();
  }

  @Override
  public int getIconHeight() {
    return icon.getIconHeight();
  }
}
