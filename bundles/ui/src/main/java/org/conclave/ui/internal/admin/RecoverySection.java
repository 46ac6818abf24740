package org.conclave.ui.internal.admin;

import javax.swing.JButton;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Parts;

/** What the recovery code is for: a new root key, and shares to be kept by several people. */
final class RecoverySection extends SectionPage {
  private static final long serialVersionUID = 1L;

  RecoverySection(Office office) {
    super(office, Section.RECOVERY);
    above(
        part(
            "admin.split",
            Parts.button(
                "admin.split",
                office.say("admin.split.open"),
                event -> office.sheets().show(new SplitSheet(office)))));
    above(
        part(
            "admin.succeed",
            Parts.danger(
                "admin.succeed",
                office.say("admin.succeed.open"),
                event -> office.sheets().show(new SucceedSheet(office)))));
  }

  private JPanel part(String key, JButton button) {
    JPanel part =
        Parts.clear(
            new JPanel(
                new MigLayout("insets 8 0 8 0, gap 0 8, fillx, wrap 1", "[grow, fill, 0:0:]")));
    part.add(Parts.heading(office.say(key + ".title")));
    part.add(Parts.prose(office.say(key + ".about")), "wmin 0");
    part.add(button, "gaptop 8, grow 0");
    return part;
  }

  @Override
  void show(Affairs affairs) {
    // Nothing here depends on what was read.
  }
}
