package org.conclave.ui.internal.passphrase;

import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.JComponent;
import org.conclave.ui.internal.look.Look;

/** How strong a passphrase is, as a row of segments beside words that say the same. */
final class StrengthBar extends JComponent {
  private static final long serialVersionUID = 1L;
  private static final int SEGMENTS = 4;
  private static final int HEIGHT = 4;
  private static final int GAP = 4;

  private int lit;
  private String colour = "line";

  void show(Passphrase.Strength strength) {
    lit = Math.max(1, strength.ordinal());
    colour = colour(strength);
    repaint();
  }

  void clear() {
    lit = 0;
    repaint();
  }

  private static String colour(Passphrase.Strength strength) {
    return switch (strength) {
      case TOO_SHORT, WEAK -> "danger";
      case FAIR -> "warning";
      case GOOD, STRONG -> "good";
    };
  }

  @Override
  public Dimension getPreferredSize() {
    return new Dimension(Look.GRID * 10, HEIGHT);
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    Graphics2D g = (Graphics2D) graphics.create();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    int width = (getWidth() - GAP * (SEGMENTS - 1)) / SEGMENTS;
    for (int i = 0; i < SEGMENTS; i++) {
      g.setColor(Look.colour(i < lit ? colour : "line"));
      g.fillRoundRect(i * (width + GAP), 0, width, HEIGHT, HEIGHT, HEIGHT);
    }
    g.dispose();
  }
}
