package org.conclave.ui.internal.chat;

import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Avatar;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.Summary;
import org.conclave.ui.internal.text.Text;

/** Which conversation this is, and the ways to its members and back to the list. */
final class ConversationHeader extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int AVATAR = 40;

  private final transient Text text;
  private final JLabel avatar = new JLabel();
  private final JLabel name = Parts.heading("");
  private final JLabel about = Parts.label("", "medium", "muted");
  private final JButton back;

  ConversationHeader(Text text, Runnable back, Runnable members) {
    super(
        new MigLayout(
            "insets 0 16 0 12, gap 12 0, fill, hidemode 3",
            "[][][grow, fill, 0:0:][]",
            "[center]"));
    this.text = text;
    Parts.ground(this, "conversation");
    name.setName("conversation.name");
    about.setName("conversation.about");
    this.back =
        Parts.icon("conversation.back", Glyph.BACK.icon(20), text.get("back"), event -> back.run());
    add(this.back, "cell 0 0");
    add(avatar, "cell 1 0");
    JPanel words =
        Parts.clear(new JPanel(new MigLayout("insets 0, gap 0 0, wrap 1", "[grow, fill, 0:0:]")));
    words.add(name);
    words.add(about);
    add(words, "cell 2 0");
    add(
        Parts.icon(
            "conversation.members",
            Glyph.PEOPLE.icon(20),
            text.get("members.show"),
            event -> members.run()),
        "cell 3 0");
  }

  void show(Summary summary, int members) {
    avatar.setIcon(Avatar.group(summary.name(), summary.group(), AVATAR));
    name.setText(summary.name());
    about.setText(members == 0 ? " " : text.get("conversation.about", members));
  }

  void allowBack(boolean allowed) {
    back.setVisible(allowed);
  }
}
