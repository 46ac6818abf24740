package org.conclave.ui.internal.look;

import java.awt.Color;
import java.awt.Component;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.Icon;
import javax.swing.UIManager;
import org.jspecify.annotations.Nullable;

/** A person or a group as a coloured disc with initials. */
public final class Avatar implements Icon {
  private final String initials;
  private final int seed;
  private final int size;
  private final boolean square;
  private final @Nullable String dot;

  private Avatar(String name, int seed, int size, boolean square, @Nullable String dot) {
    this.initials = initials(name);
    this.seed = seed;
    this.size = size;
    this.square = square;
    this.dot = dot;
  }

  public static Avatar person(String name, Object id, int size) {
    return new Avatar(name, id.hashCode(), size, false, null);
  }

  public static Avatar group(String name, Object id, int size) {
    return new Avatar(name, id.hashCode(), size, true, null);
  }

  /** The same with a small dot of the palette's {@code colour} at its edge. */
  public Avatar withDot(String colour) {
    return new Avatar(initials, seed, size, square, colour);
  }

  /** The first letters of the first and the last word. */
  static String initials(String name) {
    String[] words = name.strip().split("[\\s_-]+");
    StringBuilder initials = new StringBuilder();
    appendFirst(initials, words[0]);
    if (words.length > 1) {
      appendFirst(initials, words[words.length - 1]);
    } else if (words[0].length() == 2) {
      return words[0].toUpperCase(java.util.Locale.ROOT);
    }
    return initials.toString().toUpperCase(java.util.Locale.ROOT);
  }

  private static void appendFirst(StringBuilder initials, String word) {
    word.codePoints()
        .filter(Character::isLetterOrDigit)
        .findFirst()
        .ifPresent(initials::appendCodePoint);
  }

  @Override
  public void paintIcon(Component component, Graphics graphics, int x, int y) {
    paint((Graphics2D) graphics, component, x, y);
  }

  private void paint(Graphics2D graphics, Component component, int x, int y) {
    Graphics2D g = (Graphics2D) graphics.create();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Look.avatarColour(seed));
    int arc = square ? size / 2 : size;
    g.fillRoundRect(x, y, size, size, arc, arc);
    Font font = UIManager.getFont("defaultFont").deriveFont(Font.BOLD, size * 0.36f);
    g.setFont(font);
    FontMetrics metrics = component.getFontMetrics(font);
    g.setColor(Look.colour("avatarForeground"));
    g.drawString(
        initials,
        x + (size - metrics.stringWidth(initials)) / 2f,
        y + (size - metrics.getHeight()) / 2f + metrics.getAscent());
    if (dot != null) {
      Color ring = component.getParent() == null ? null : component.getParent().getBackground();
      int diameter = Math.max(Look.GRID, size / 3);
      int left = x + size - diameter;
      int top = y + size - diameter;
      if (ring != null) {
        g.setColor(ring);
        g.fillOval(left - 2, top - 2, diameter + 4, diameter + 4);
      }
      g.setColor(Look.colour(dot));
      g.fillOval(left, top, diameter, diameter);
    }
    g.dispose();
  }

  @Override
  public int getIconWidth() {
    return size;
  }

  @Override
  public int getIconHeight() {
    return size;
  }
}
