package org.conclave.ui.internal.list;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.Optional;
import java.util.function.Function;
import javax.swing.Icon;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.ListCellRenderer;
import javax.swing.plaf.basic.BasicGraphicsUtils;
import org.conclave.ui.internal.look.Look;

/** One line of a list: an icon, two lines of text, and at the right a word and a number. */
public final class Cell<T> extends JPanel implements ListCellRenderer<T> {
  private static final long serialVersionUID = 1L;
  public static final int HEIGHT = 64;
  private static final int MARGIN = 16;
  private static final int GAP = 12;
  private static final int BADGE = 20;
  private static final int MARK_GAP = 6;

  /**
   * What a line shows.
   *
   * @param unread 0 where there is no number to show
   */
  public record Content(
      Icon icon, String title, String subtitle, String right, int unread, Optional<Mark> mark) {
    public Content(Icon icon, String title, String subtitle, String right, int unread) {
      this(icon, title, subtitle, right, unread, Optional.empty());
    }

    public Content with(Mark shown) {
      return new Content(icon, title, subtitle, right, unread, Optional.of(shown));
    }
  }

  /**
   * A small icon behind the title.
   *
   * @param says its tooltip, and what a screen reader reads
   */
  public record Mark(Icon icon, String says) {}

  private final transient Function<T, Content> contents;
  private transient Content content;
  private boolean selected;
  private boolean hovered;
  private boolean focused;

  Cell(Function<T, Content> contents, Content none) {
    this.contents = contents;
    this.content = none;
    setOpaque(false);
  }

  @Override
  public Component getListCellRendererComponent(
      JList<? extends T> list, T value, int index, boolean isSelected, boolean hasFocus) {
    content = contents.apply(value);
    selected = isSelected;
    focused = hasFocus;
    hovered = list instanceof CellList<?> cells && cells.hovered() == index;
    setFont(list.getFont());
    setForeground(list.getForeground());
    String mark = content.mark().map(shown -> ", " + shown.says()).orElse("");
    String unread = content.unread() > 0 ? ", " + content.unread() : "";
    getAccessibleContext()
        .setAccessibleName(content.title() + ", " + content.subtitle() + unread + mark);
    return this;
  }

  @Override
  public Dimension getPreferredSize() {
    return new Dimension(160, HEIGHT);
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    Graphics2D g = (Graphics2D) graphics.create();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    if (selected || hovered) {
      g.setColor(Look.colour(selected ? "listSelected" : "listHover"));
      g.fillRoundRect(Look.GRID, 2, getWidth() - Look.GRID * 2, getHeight() - 4, 12, 12);
    }
    if (focused) {
      g.setColor(Look.colour("accentText"));
      g.drawRoundRect(Look.GRID, 2, getWidth() - Look.GRID * 2 - 1, getHeight() - 5, 12, 12);
    }
    content.icon().paintIcon(this, g, MARGIN, (getHeight() - content.icon().getIconHeight()) / 2);
    paintText(g);
    g.dispose();
  }

  private void paintText(Graphics2D g) {
    int left = MARGIN + content.icon().getIconWidth() + GAP;
    int right = getWidth() - MARGIN - 4;
    Font body = getFont();
    Font small = body.deriveFont(body.getSize2D() - 1f);
    Font strong = content.unread() > 0 ? body.deriveFont(Font.BOLD) : body;
    FontMetrics metrics = getFontMetrics(body);
    int lines = content.subtitle().isEmpty() ? 1 : 2;
    int top = (getHeight() - lines * (metrics.getHeight() + 2)) / 2 + metrics.getAscent() + 1;
    int titleRight = right;
    if (!content.right().isEmpty()) {
      g.setFont(small);
      g.setColor(Look.colour("muted"));
      int width = getFontMetrics(small).stringWidth(content.right());
      draw(g, content.right(), right - width, top);
      titleRight -= width + GAP;
    }
    g.setFont(strong);
    g.setColor(getForeground());
    Icon mark = content.mark().map(Mark::icon).orElse(null);
    if (mark == null) {
      draw(g, clip(content.title(), strong, titleRight - left), left, top);
    } else {
      String title =
          clip(content.title(), strong, titleRight - left - mark.getIconWidth() - MARK_GAP);
      draw(g, title, left, top);
      mark.paintIcon(
          this,
          g,
          left + getFontMetrics(strong).stringWidth(title) + MARK_GAP,
          top - (metrics.getAscent() + mark.getIconHeight()) / 2 + 2);
    }
    int second = top + metrics.getHeight() + 2;
    int subtitleRight = right;
    if (content.unread() > 0) {
      subtitleRight -=
          badge(g, right, lines == 1 ? getHeight() / 2 : second - metrics.getAscent() / 2 + 1)
              + GAP;
    }
    g.setFont(small);
    g.setColor(Look.colour("muted"));
    draw(g, clip(content.subtitle(), small, subtitleRight - left), left, second);
  }

  private int badge(Graphics2D g, int right, int middle) {
    String number = content.unread() > 99 ? "99+" : Integer.toString(content.unread());
    Font font = getFont().deriveFont(Font.BOLD, getFont().getSize2D() - 2f);
    FontMetrics metrics = getFontMetrics(font);
    int width = Math.max(BADGE, metrics.stringWidth(number) + 12);
    g.setColor(Look.colour("badge"));
    g.fillRoundRect(right - width, middle - BADGE / 2, width, BADGE, BADGE, BADGE);
    g.setFont(font);
    g.setColor(Look.colour("badgeForeground"));
    draw(
        g,
        number,
        right - width + (width - metrics.stringWidth(number)) / 2,
        middle - metrics.getHeight() / 2 + metrics.getAscent());
    return width;
  }

  private String clip(String text, Font font, int width) {
    return BasicGraphicsUtils.getClippedString(this, getFontMetrics(font), text, width);
  }

  private void draw(Graphics2D g, String text, int x, int y) {
    BasicGraphicsUtils.drawString(this, g, text, x, y);
  }
}
