package org.conclave.ui.internal.start;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.Cursor;
import java.awt.event.ActionListener;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JTextArea;
import javax.swing.SwingConstants;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.work.Desk;

/** The ways into an organisation. */
final class DoorsCard extends Card {
  private static final long serialVersionUID = 1L;

  private final JButton join;
  private final JButton restore;
  private final JTextArea restoreOff;

  DoorsCard(Desk desk, ActionListener toJoin, ActionListener toFound, ActionListener toRestore) {
    super("doors", desk.say("doors.title"), desk.say("doors.about"));
    join = door(desk, "join", Glyph.INVITATION, toJoin);
    add(join);
    add(door(desk, "found", Glyph.ORGANISATION, toFound));
    restore = door(desk, "restore", Glyph.RESTORE, toRestore);
    add(restore);
    restoreOff = Parts.prose(desk.say("door.restore.off"), "warning");
    restoreOff.setName("door.restore.off");
    restoreOff.setVisible(false);
    add(restoreOff, "wmin 0");
    add(Parts.prose(desk.say("doors.note")), "gaptop 8, wmin 0");
  }

  private static JButton door(Desk desk, String key, Glyph glyph, ActionListener action) {
    JButton door = Parts.button("door." + key, "", action);
    door.setLayout(
        new MigLayout("insets 8 4 8 4, gap 16 2, fillx", "[][grow, fill, 0:0:]", "[][]"));
    door.setHorizontalAlignment(SwingConstants.LEADING);
    door.setCursor(Cursor.getPredefinedCursor(Cursor.HAND_CURSOR));
    door.getAccessibleContext().setAccessibleName(desk.say("door." + key));
    door.getAccessibleContext().setAccessibleDescription(desk.say("door." + key + ".about"));
    door.putClientProperty(FlatClientProperties.STYLE, "arc: 14; margin: 8,12,8,12");
    door.add(new JLabel(glyph.icon(28, "accentText")), "spany 2, aligny center");
    door.add(Parts.heading(desk.say("door." + key)), "wrap");
    door.add(Parts.prose(desk.say("door." + key + ".about")), "wmin 0");
    for (java.awt.Component child : door.getComponents()) {
      child.setEnabled(true);
      child.setFocusable(false);
    }
    Presses.through(door);
    return door;
  }

  /** While the profile is closed nobody can know whether the part for backups is there. */
  @Override
  void know(Situation situation) {
    boolean off = situation.unlocked() && situation.onboarding() && !situation.migration();
    restore.setEnabled(!off);
    restoreOff.setVisible(off);
  }

  @Override
  void takeFocus() {
    join.requestFocusInWindow();
  }
}
