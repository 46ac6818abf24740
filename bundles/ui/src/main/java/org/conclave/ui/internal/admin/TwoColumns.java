package org.conclave.ui.internal.admin;

import java.awt.Dimension;
import javax.swing.JComponent;
import javax.swing.JPanel;
import org.conclave.ui.internal.look.Parts;

/** A list of pages beside the chosen one, or one of the two where there is no room for both. */
final class TwoColumns extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int FOLD = 696;
  private static final int NAV = 240;
  private static final int LINE = 1;

  private final JComponent nav;
  private final JComponent stage;
  private final JPanel line = Parts.ground(new JPanel(), "line");
  private transient Runnable foldChanged = () -> {};
  private boolean stageInFront;
  private boolean folded;

  TwoColumns(JComponent nav, JComponent stage) {
    super(null);
    this.nav = nav;
    this.stage = stage;
    setOpaque(false);
    add(nav);
    add(line);
    add(stage);
  }

  void foldChanged(Runnable told) {
    foldChanged = told;
    told.run();
  }

  boolean isFolded() {
    return folded;
  }

  void showStage(boolean inFront) {
    stageInFront = inFront;
    revalidate();
    repaint();
  }

  @Override
  public Dimension getMinimumSize() {
    return new Dimension(0, 0);
  }

  @Override
  public void doLayout() {
    int width = getWidth();
    boolean fold = width < FOLD;
    place(nav, !fold || !stageInFront, 0, fold ? width : NAV);
    place(line, !fold, NAV, LINE);
    int left = fold ? 0 : NAV + LINE;
    place(stage, !fold || stageInFront, left, width - left);
    if (fold != folded) {
      folded = fold;
      foldChanged.run();
    }
  }

  private void place(JComponent column, boolean visible, int left, int width) {
    column.setVisible(visible);
    column.setBounds(left, 0, Math.max(0, width), getHeight());
  }
}
