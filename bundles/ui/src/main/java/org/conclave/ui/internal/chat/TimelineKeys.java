package org.conclave.ui.internal.chat;

import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import org.conclave.ui.internal.look.Keys;
import org.conclave.ui.internal.text.Text;

/** Moves through the timeline by keys, wheel and mouse, and copies what is selected. */
final class TimelineKeys extends MouseAdapter {
  private static final int WHEEL_STEP = 56;

  private final Timeline timeline;
  private final Text text;

  private TimelineKeys(Timeline timeline, Text text) {
    this.timeline = timeline;
    this.text = text;
  }

  static void install(Timeline timeline, Text text) {
    TimelineKeys keys = new TimelineKeys(timeline, text);
    timeline.addMouseListener(keys);
    timeline.addMouseWheelListener(keys);
    Keys.focused(timeline, "UP", () -> keys.step(-1));
    Keys.focused(timeline, "DOWN", () -> keys.step(1));
    Keys.focused(timeline, "PAGE_UP", () -> timeline.scrollBy(-keys.page()));
    Keys.focused(timeline, "PAGE_DOWN", () -> timeline.scrollBy(keys.page()));
    Keys.focused(timeline, "HOME", () -> timeline.scrollTo(0));
    Keys.focused(timeline, "END", timeline::scrollToEnd);
    Keys.focused(timeline, "ctrl C", keys::copy);
    Keys.focused(timeline, "meta C", keys::copy);
  }

  private int page() {
    return timeline.getHeight() * 9 / 10;
  }

  private void step(int by) {
    int from = timeline.selected();
    timeline.select(from < 0 ? timeline.count() - 1 : Math.max(0, from + by));
  }

  private void copy() {
    timeline
        .row(timeline.selected())
        .ifPresent(
            row ->
                Toolkit.getDefaultToolkit()
                    .getSystemClipboard()
                    .setContents(new StringSelection(row.message().text()), null));
  }

  @Override
  public void mousePressed(MouseEvent event) {
    timeline.requestFocusInWindow();
    timeline.rowAt(event.getY()).ifPresent(row -> timeline.select(row.index()));
    popup(event);
  }

  @Override
  public void mouseReleased(MouseEvent event) {
    popup(event);
  }

  private void popup(MouseEvent event) {
    if (event.isPopupTrigger() && timeline.selected() >= 0) {
      JPopupMenu menu = new JPopupMenu();
      JMenuItem copy = new JMenuItem(text.get("timeline.copy"));
      copy.addActionListener(unused -> copy());
      menu.add(copy);
      menu.show(timeline, event.getX(), event.getY());
    }
  }

  @Override
  public void mouseWheelMoved(MouseWheelEvent event) {
    timeline.scrollBy(Math.round(event.getPreciseWheelRotation() * WHEEL_STEP));
  }
}
