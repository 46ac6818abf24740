package org.conclave.ui.internal.chat;

import java.util.function.Consumer;
import javax.swing.ButtonGroup;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JRadioButton;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.look.Theme;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/** How the window looks, whose profile this is, and locking it. */
final class SettingsPage extends JPanel {
  private static final long serialVersionUID = 1L;

  private final JLabel organisation = Parts.label("");
  private final JLabel self = Parts.muted("");

  SettingsPage(Desk desk, Theme theme, Consumer<Theme> choose) {
    super(
        new MigLayout(
            "insets 12 16 16 16, gap 0 8, wrap 1, fillx", "[grow, fill, 0:0:]", "[40!][]"));
    setOpaque(false);
    add(Parts.title(desk.say("rail.SETTINGS")));
    add(Parts.label(desk.say("settings.theme"), "semibold", "muted"), "gaptop 8");
    ButtonGroup group = new ButtonGroup();
    for (Theme each : Theme.values()) {
      JRadioButton button = new JRadioButton(desk.say("theme." + each), each == theme);
      button.setName("theme." + each);
      button.setOpaque(false);
      button.addActionListener(event -> choose.accept(each));
      group.add(button);
      add(button);
    }
    add(Parts.label(desk.say("settings.organisation"), "semibold", "muted"), "gaptop 16");
    add(organisation);
    add(self);
    add(
        Parts.button(
            "settings.lock",
            desk.say("settings.lock"),
            event ->
                desk.background()
                    .run(Lane.SLOW, () -> desk.services().require(ProfileAccess.class).lock())),
        "gaptop 16, grow 0");
    add(Parts.prose(desk.say("settings.lock.about")), "wmin 0");
  }

  void show(Situation situation) {
    situation
        .organisation()
        .ifPresent(
            info -> {
              organisation.setText(info.name());
              self.setText(info.selfName());
            });
  }
}
