package org.conclave.ui.internal.chat;

import java.awt.Dimension;
import javax.swing.JComponent;
import javax.swing.JPanel;
import org.conclave.ui.internal.look.Parts;

/** Lays the columns side by side where there is room, else shows the one that matters. */
final class Columns extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int FOLD = 760;
  private static final int THREE = 1080;
  private static final int LIST = 304;
  private static final int MEMBERS = 288;
  private static final int LINE = 1;

  private final JComponent rail;
  private final JComponent list;
  private final JComponent nothing;
  private final JComponent conversation;
  private final JComponent members;
  private final JComponent wide;
  private final JPanel listLine = Parts.ground(new JPanel(), "line");
  private final JPanel membersLine = Parts.ground(new JPanel(), "line");
  private transient Runnable foldChanged = () -> {};
  private boolean open;
  private boolean listInFront = true;
  private boolean membersShown;
  private boolean wideShown;
  private boolean folded;

  Columns(
      JComponent rail,
      JComponent list,
      JComponent nothing,
      JComponent conversation,
      JComponent members,
      JComponent wide) {
    super(null);
    this.rail = rail;
    this.list = list;
    this.nothing = nothing;
    this.conversation = conversation;
    this.members = members;
    this.wide = wide;
    Parts.ground(this, "conversation");
    add(rail);
    add(list);
    add(listLine);
    add(nothing);
    add(conversation);
    add(membersLine);
    add(members);
    add(wide);
  }

  void foldChanged(Runnable told) {
    foldChanged = told;
    told.run();
  }

  boolean isFolded() {
    return folded;
  }

  boolean isMembersShown() {
    return membersShown;
  }

  void openConversation() {
    open = true;
    listInFront = false;
    revalidate();
    repaint();
  }

  void showList() {
    listInFront = true;
    if (folded) {
      membersShown = false;
    }
    revalidate();
    repaint();
  }

  void showMembers(boolean shown) {
    membersShown = shown;
    revalidate();
    repaint();
  }

  /** Gives all the room beside the rail to one page, or back. */
  void showWide(boolean shown) {
    wideShown = shown;
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
    boolean one = fold && open && !listInFront && !wideShown;
    boolean side = open && membersShown && (!fold || one) && !wideShown;
    boolean sideAlone = side && (fold || width < THREE);
    place(rail, !one, 0, Rail.WIDTH);
    int left = one ? 0 : Rail.WIDTH;
    int listWidth = fold ? width - Rail.WIDTH : LIST;
    place(list, !one && !wideShown, left, listWidth);
    left += one ? 0 : listWidth;
    place(listLine, !fold && !wideShown, left, LINE);
    left += fold ? 0 : LINE;
    boolean room = (!fold || one) && !wideShown;
    int right = side && !sideAlone ? MEMBERS + LINE : 0;
    place(conversation, room && open && !sideAlone, left, width - left - right);
    place(nothing, room && !open, left, width - left);
    place(membersLine, side && !sideAlone, width - right, LINE);
    place(members, side, sideAlone ? left : width - MEMBERS, sideAlone ? width - left : MEMBERS);
    place(wide, wideShown, Rail.WIDTH, width - Rail.WIDTH);
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
