package org.conclave.ui.internal.chat;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import javax.swing.JComponent;
import javax.swing.plaf.basic.BasicGraphicsUtils;
import org.conclave.ui.internal.look.Avatar;
import org.conclave.ui.internal.look.Look;
import org.conclave.ui.internal.text.Text;

/** Paints rows of the timeline. On the event thread. */
final class RowPainter {
  static final int UNREAD_MARK = 32;
  private static final int LEFT = 20;
  private static final int STATE = 16;
  private static final int STATE_RIGHT = 36;
  private static final int PLACEHOLDER_LINE = 10;

  private final JComponent component;
  private final RowShaper shaper;
  private final Text text;
  private final Clock clock;
  private final Font small;

  RowPainter(JComponent component, RowShaper shaper, Text text, Clock clock) {
    this.component = component;
    this.shaper = shaper;
    this.text = text;
    this.clock = clock;
    this.small = component.getFont().deriveFont(component.getFont().getSize2D() - 1.5f);
  }

  /** Paints {@code row} whose top is at {@code y}; lines outside {@code clip} are left out. */
  void paint(Graphics2D g, Row row, int y, Rectangle clip, boolean unreadMark, boolean selected) {
    int top = y;
    if (row.day().isPresent()) {
      LocalDate today = text.day(clock.instant());
      rule(g, top, RowShaper.DAY, text.dayName(row.day().get(), today), "muted", "line");
      top += RowShaper.DAY;
    }
    if (!row.noteLines().isEmpty()) {
      notes(g, row.noteLines(), top);
      top += shaper.noteHeight(row.noteLines());
    }
    if (unreadMark) {
      rule(g, top, UNREAD_MARK, text.get("timeline.unread"), "danger", "danger");
      top += UNREAD_MARK;
    }
    if (row.opensGroup()) {
      top += RowShaper.GROUP_GAP;
    }
    if (selected) {
      g.setColor(Look.colour("rowSelected"));
      g.fillRoundRect(
          Look.GRID,
          top - 2,
          component.getWidth() - Look.GRID * 2,
          y + row.height() + (unreadMark ? UNREAD_MARK : 0) - top + 4,
          Look.GRID,
          Look.GRID);
    }
    if (row.opensGroup()) {
      head(g, row, top);
      top += shaper.nameHeight();
    }
    lines(g, row, top, clip);
    if (row.message().own()) {
      Delivery delivery = Delivery.of(row.message());
      delivery
          .glyph()
          .icon(STATE, delivery.colour())
          .paintIcon(
              component,
              g,
              component.getWidth() - STATE_RIGHT,
              top + (shaper.lineHeight() - STATE) / 2);
    }
  }

  private void head(Graphics2D g, Row row, int top) {
    Avatar.person(row.author(), row.message().author(), RowShaper.AVATAR)
        .paintIcon(component, g, LEFT, top);
    int baseline = top + shaper.nameAscent();
    g.setFont(component.getFont().deriveFont(Font.BOLD));
    g.setColor(component.getForeground());
    draw(g, row.author(), RowShaper.TEXT_LEFT, baseline);
    g.setFont(small);
    g.setColor(Look.colour("muted"));
    draw(
        g,
        text.time(row.message().sentAt()),
        RowShaper.TEXT_LEFT + shaper.nameWidth(row.author()) + Look.GRID,
        baseline);
  }

  private void lines(Graphics2D g, Row row, int top, Rectangle clip) {
    g.setFont(component.getFont());
    g.setColor(component.getForeground());
    int height = shaper.lineHeight();
    int first = Math.max(0, (clip.y - top) / height);
    int last = Math.min(row.lines().size() - 1, (clip.y + clip.height - top) / height);
    for (int i = first; i <= last; i++) {
      draw(g, row.lines().get(i), RowShaper.TEXT_LEFT, top + i * height + shaper.ascent());
    }
  }

  /** Lines about what happened between two messages, in the middle. */
  void notes(Graphics2D g, List<String> lines, int top) {
    g.setFont(small);
    g.setColor(Look.colour("warning"));
    FontMetrics metrics = g.getFontMetrics();
    int y = top + RowShaper.NOTE_GAP + shaper.ascent();
    for (String line : lines) {
      draw(g, line, (component.getWidth() - metrics.stringWidth(line)) / 2, y);
      y += shaper.lineHeight();
    }
  }

  private void rule(Graphics2D g, int top, int height, String says, String ink, String line) {
    g.setFont(small);
    FontMetrics metrics = g.getFontMetrics();
    int wide = metrics.stringWidth(says);
    int left = (component.getWidth() - wide) / 2;
    int middle = top + height / 2 + 2;
    g.setColor(Look.colour(line));
    g.drawLine(LEFT, middle, left - Look.GRID * 2, middle);
    g.drawLine(left + wide + Look.GRID * 2, middle, component.getWidth() - LEFT, middle);
    g.setColor(Look.colour(ink));
    draw(g, says, left, middle + metrics.getAscent() / 2 - 1);
  }

  /** Where a message is whose page is on its way from the disk. */
  void placeholder(Graphics2D g, int index, int y, int height) {
    g.setColor(Look.colour("placeholder"));
    int width = Math.max(80, (component.getWidth() - RowShaper.TEXT_LEFT) * (3 + index % 5) / 10);
    g.fillRoundRect(
        RowShaper.TEXT_LEFT,
        y + height / 2 - PLACEHOLDER_LINE / 2,
        width,
        PLACEHOLDER_LINE,
        PLACEHOLDER_LINE,
        PLACEHOLDER_LINE);
  }

  private void draw(Graphics2D g, String string, int x, int y) {
    BasicGraphicsUtils.drawString(component, g, string, x, y);
  }
}
