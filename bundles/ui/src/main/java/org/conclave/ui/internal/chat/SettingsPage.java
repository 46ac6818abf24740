package org.conclave.ui.internal.chat;

import java.awt.BorderLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JRadioButton;
import javax.swing.JTextArea;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.ui.internal.backup.ExportSheet;
import org.conclave.ui.internal.look.Column;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.look.Theme;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.work.Desk;

/** How the window looks, when it locks, whose profile this is, what holds for it, and backups. */
final class SettingsPage extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final List<Integer> MINUTES = List.of(1, 5, 15, 60);

  private final transient Desk desk;
  private final Column column = new Column("12 16 16 16", 8, 0);
  private final JLabel organisation = Parts.label("");
  private final JLabel self = Parts.muted("");
  private final Column policy = new Column("0 0 0 0", 4, 0);
  private transient List<String> policyWords = List.of();
  private final JButton export;
  private final JTextArea exportAbout = Parts.prose("");
  private String organisationName = "";

  SettingsPage(Desk desk, Sheets sheets, Choices choices) {
    super(new BorderLayout());
    this.desk = desk;
    setOpaque(false);
    column.add(Parts.title(desk.say("rail.SETTINGS")), "h 40!");
    section("settings.theme", "8");
    addThemes(choices);
    section("settings.lock.after", "16");
    addLocking(choices);
    section("settings.backup", "16");
    export =
        Parts.button(
            "settings.export",
            desk.say("settings.export"),
            event -> sheets.show(new ExportSheet(desk, sheets, organisationName)));
    column.add(export, "grow 0");
    exportAbout.setName("settings.export.about");
    column.add(exportAbout, "wmin 0");
    section("settings.organisation", "16");
    column.add(organisation);
    column.add(self);
    section("settings.policy", "16");
    policy.setName("settings.policy");
    column.add(policy, "wmin 0");
    add(Parts.scroll(column));
  }

  private void section(String key, String gap) {
    column.add(Parts.label(desk.say(key), "semibold", "muted"), "gaptop " + gap);
  }

  private void addThemes(Choices choices) {
    ButtonGroup group = new ButtonGroup();
    for (Theme each : Theme.values()) {
      JRadioButton button = new JRadioButton(desk.say("theme." + each), each == choices.theme());
      button.setName("theme." + each);
      button.setOpaque(false);
      button.addActionListener(event -> choices.choose(each));
      group.add(button);
      column.add(button);
    }
  }

  private void addLocking(Choices choices) {
    List<Duration> offered = new ArrayList<>(MINUTES.stream().map(Duration::ofMinutes).toList());
    offered.add(Duration.ZERO);
    if (!offered.contains(choices.lockAfter())) {
      offered.add(0, choices.lockAfter());
    }
    JComboBox<String> after = new JComboBox<>();
    offered.forEach(
        each ->
            after.addItem(
                each.isZero()
                    ? desk.say("settings.lock.never")
                    : desk.say("settings.lock.minutes", each.toMinutes())));
    after.setName("settings.lock.after");
    after.getAccessibleContext().setAccessibleName(desk.say("settings.lock.after"));
    after.setSelectedIndex(offered.indexOf(choices.lockAfter()));
    after.addActionListener(event -> choices.lockAfter(offered.get(after.getSelectedIndex())));
    column.add(after);
    column.add(
        Parts.button("settings.lock", desk.say("settings.lock"), event -> choices.lock()),
        "gaptop 8, grow 0");
    column.add(Parts.prose(desk.say("settings.lock.about")), "wmin 0");
  }

  void show(Situation situation) {
    situation.organisation().ifPresent(this::show);
    List<String> words = PolicyWords.of(situation.belonging().policy(), desk.text());
    if (!words.equals(policyWords)) {
      policyWords = words;
      policy.removeAll();
      words.forEach(sentence -> policy.add(Parts.prose(sentence), "wmin 0"));
      policy.revalidate();
    }
    export.setEnabled(situation.migration());
    exportAbout.setText(
        desk.say(situation.migration() ? "settings.export.about" : "settings.export.off"));
  }

  private void show(OrganisationInfo info) {
    organisationName = info.name();
    organisation.setText(info.name());
    self.setText(info.selfName());
  }
}
