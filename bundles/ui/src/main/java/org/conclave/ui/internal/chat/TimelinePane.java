package org.conclave.ui.internal.chat;

import com.formdev.flatlaf.FlatClientProperties;
import java.util.function.IntConsumer;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JScrollBar;
import javax.swing.SwingConstants;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Look;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.text.Text;

/** The timeline with its scroll bar and a way back to the newest message. */
final class TimelinePane extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int NEWEST = 40;

  private final Timeline timeline;
  private final JScrollBar bar = new JScrollBar(SwingConstants.VERTICAL);
  private final JButton newest;
  private final transient Runnable moved;
  private boolean following;

  /**
   * @param pages is told of pages of the history that are needed
   * @param moved is called after the view moved
   */
  TimelinePane(Timeline timeline, Text text, IntConsumer pages, Runnable moved) {
    super(null);
    this.timeline = timeline;
    this.moved = moved;
    Parts.ground(this, "conversation");
    newest =
        Parts.icon(
            "timeline.newest",
            Glyph.DOWN.icon(20, "badgeForeground"),
            text.get("timeline.newest"),
            event -> timeline.scrollToEnd());
    newest.putClientProperty(FlatClientProperties.BUTTON_TYPE, null);
    newest.putClientProperty(
        FlatClientProperties.STYLE,
        "arc: 999; background: $Conclave.badge; borderWidth: 0; focusWidth: 0; margin: 0,0,0,0;"
            + "hoverBackground: $Conclave.badge; pressedBackground: $Conclave.badge");
    newest.setFocusable(false);
    newest.setVisible(false);
    bar.setName("timeline.bar");
    bar.getAccessibleContext().setAccessibleName(text.get("timeline"));
    bar.setUnitIncrement(Look.GRID * 6);
    add(newest);
    add(bar);
    add(timeline);
    timeline.connect(pages, this::follow);
    bar.addAdjustmentListener(
        event -> {
          if (!following) {
            timeline.scrollTo(event.getValue());
          }
        });
  }

  private void follow() {
    following = true;
    int extent = timeline.getHeight();
    int total = (int) Math.min(Integer.MAX_VALUE, Math.max(extent, timeline.total()));
    bar.setValues((int) timeline.position(), extent, 0, total);
    bar.setBlockIncrement(Math.max(1, extent * 9 / 10));
    bar.setVisible(total > extent);
    newest.setVisible(!timeline.isAtEnd() && total > extent);
    following = false;
    moved.run();
  }

  @Override
  public boolean isOptimizedDrawingEnabled() {
    return false;
  }

  @Override
  public void doLayout() {
    int barWidth = bar.getPreferredSize().width;
    timeline.setBounds(0, 0, getWidth() - barWidth, getHeight());
    bar.setBounds(getWidth() - barWidth, 0, barWidth, getHeight());
    newest.setBounds(
        getWidth() - barWidth - NEWEST - Look.GRID * 2,
        getHeight() - NEWEST - Look.GRID * 2,
        NEWEST,
        NEWEST);
  }
}
