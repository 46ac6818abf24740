package org.conclave.ui.internal.admin;

import java.awt.BorderLayout;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.list.CellList;
import org.conclave.ui.internal.look.Parts;

/** One page of administration, without its title: what it is for, its buttons, and its content. */
abstract class SectionPage extends JPanel {
  private static final long serialVersionUID = 1L;
  static final int WIDEST = 760;
  static final int AVATAR = 40;
  static final int ICON = 24;

  final transient Office office;
  private final JPanel top =
      Parts.clear(
          new JPanel(
              new MigLayout(
                  "insets 0 24 12 24, gap 0 16, fillx, wrap 1, hidemode 3",
                  "[grow, fill, 0:0:" + WIDEST + "]")));
  private final JPanel buttons =
      Parts.clear(new JPanel(new MigLayout("insets 0, gap 8", "", "[center]")));

  SectionPage(Office office, Section section) {
    super(new BorderLayout());
    this.office = office;
    setOpaque(false);
    setName("section." + section);
    getAccessibleContext().setAccessibleName(office.say("admin.section." + section));
    top.add(Parts.prose(office.say("admin.section." + section + ".about")), "wmin 0");
    add(top, BorderLayout.NORTH);
  }

  final void button(JButton button) {
    if (buttons.getComponentCount() == 0) {
      top.add(buttons);
    }
    buttons.add(button);
  }

  final void above(JPanel part) {
    top.add(part, "wmin 0");
  }

  final void above(JTextArea part) {
    top.add(part, "wmin 0");
  }

  /** The list that fills the page, under the words that stand there where it is empty. */
  final void content(CellList<?> list, JTextArea none) {
    Parts.ground(list, "conversation");
    none.setVisible(false);
    top.add(none, "wmin 0, gaptop 8");
    JPanel bound =
        Parts.clear(
            new JPanel(
                new MigLayout(
                    "insets 0 8 16 8, fill", "[grow, fill, 0:0:776]", "[grow, fill, 0:0:]")));
    bound.add(Parts.scroll(list));
    add(bound);
  }

  /** Shows what was read; on the event thread. */
  abstract void show(Affairs affairs);

  /** The person has come to this page. */
  void opened() {}
}
