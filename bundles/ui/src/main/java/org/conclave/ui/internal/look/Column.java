package org.conclave.ui.internal.look;

import java.awt.Dimension;
import java.awt.Rectangle;
import javax.swing.JPanel;
import javax.swing.Scrollable;
import net.miginfocom.swing.MigLayout;

/** Parts one below the other, as wide as the scroll pane that shows them, so that text wraps. */
public final class Column extends JPanel implements Scrollable {
  private static final long serialVersionUID = 1L;

  /**
   * @param insets of the layout, e.g. {@code "0 16 24 16"}
   * @param gap between two parts
   * @param widest 0 where there is no bound
   */
  public Column(String insets, int gap, int widest) {
    super(
        new MigLayout(
            "insets " + insets + ", gap 0 " + gap + ", fillx, wrap 1, hidemode 3",
            widest == 0 ? "[grow, fill, 0:0:]" : "[grow, fill, 0:0:" + widest + "]"));
    setOpaque(false);
  }

  @Override
  public Dimension getPreferredScrollableViewportSize() {
    return getPreferredSize();
  }

  @Override
  public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
    return Look.GRID * 3;
  }

  @Override
  public int getScrollableBlockIncrement(Rectangle visible, int orientation, int direction) {
    return Math.max(Look.GRID, visible.height - Look.GRID * 3);
  }

  @Override
  public boolean getScrollableTracksViewportWidth() {
    return true;
  }

  @Override
  public boolean getScrollableTracksViewportHeight() {
    return false;
  }
}
