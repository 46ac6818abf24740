package org.conclave.ui.internal.chat;

import com.formdev.flatlaf.FlatClientProperties;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javax.swing.ButtonGroup;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Avatar;
import org.conclave.ui.internal.look.Badged;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.work.Desk;

/** The narrow bar at the side: what the list shows, and who one is. */
final class Rail extends JPanel {
  private static final long serialVersionUID = 1L;
  static final int WIDTH = 64;
  private static final int AVATAR = 36;
  private static final int ICON = 24;

  /** What the list column can show. */
  enum Page {
    CONVERSATIONS(Glyph.CONVERSATIONS),
    PEOPLE(Glyph.PEOPLE),
    ADMINISTRATION(Glyph.ADMINISTRATION),
    MODULES(Glyph.MODULES),
    SETTINGS(Glyph.SETTINGS);

    private final Glyph glyph;

    Page(Glyph glyph) {
      this.glyph = glyph;
    }
  }

  private final transient Desk desk;
  private final JLabel self = new JLabel();
  private final Map<Page, JToggleButton> buttons = new EnumMap<>(Page.class);

  Rail(Desk desk, Consumer<Page> show) {
    super(new MigLayout("insets 12 0 16 0, gap 0 8, wrap 1, fillx, hidemode 3", "[center]", ""));
    this.desk = desk;
    setName("rail");
    Parts.ground(this, "rail");
    ButtonGroup group = new ButtonGroup();
    for (Page page : Page.values()) {
      JToggleButton button = new JToggleButton(page.glyph.icon(ICON));
      button.setName("rail." + page);
      String says = desk.say("rail." + page);
      button.setToolTipText(says);
      button.getAccessibleContext().setAccessibleName(says);
      button.putClientProperty(
          FlatClientProperties.BUTTON_TYPE, FlatClientProperties.BUTTON_TYPE_TOOLBAR_BUTTON);
      button.putClientProperty(
          FlatClientProperties.STYLE,
          "foreground: $Conclave.railForeground; arc: 14; margin: 10,10,10,10;"
              + "selectedForeground: $Conclave.railSelectedForeground;"
              + "toolbar.selectedBackground: $Conclave.railSelected;"
              + "toolbar.hoverBackground: $Conclave.railSelected;"
              + "toolbar.pressedBackground: $Conclave.railSelected");
      button.addActionListener(event -> show.accept(page));
      group.add(button);
      buttons.put(page, button);
      add(button, "w 44!, h 44!");
    }
    select(Page.CONVERSATIONS);
    self.setName("rail.self");
    add(self, "pushy, aligny bottom");
    allow(false);
  }

  void select(Page page) {
    JToggleButton button = buttons.get(page);
    if (button != null) {
      button.setSelected(true);
    }
  }

  /** How many requests wait for an administrator. */
  void requests(int count) {
    JToggleButton button = Objects.requireNonNull(buttons.get(Page.ADMINISTRATION));
    button.setIcon(new Badged(Page.ADMINISTRATION.glyph.icon(ICON), count));
    String says =
        count == 0
            ? desk.say("rail.ADMINISTRATION")
            : desk.say("rail.ADMINISTRATION.requests", count);
    button.setToolTipText(says);
    button.getAccessibleContext().setAccessibleName(says);
  }

  private void allow(boolean administrator) {
    Objects.requireNonNull(buttons.get(Page.ADMINISTRATION)).setVisible(administrator);
  }

  void show(Situation situation) {
    allow(situation.administrator());
    situation
        .organisation()
        .ifPresent(
            info -> {
              self.setIcon(
                  Avatar.person(info.selfName(), info.self(), AVATAR)
                      .withDot(StatusFooter.networkColour(situation)));
              String says = desk.say("rail.self", info.selfName(), info.name());
              self.setToolTipText(says);
              self.getAccessibleContext().setAccessibleName(says);
            });
    self.repaint();
  }
}
