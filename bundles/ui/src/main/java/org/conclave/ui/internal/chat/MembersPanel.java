package org.conclave.ui.internal.chat;

import java.awt.BorderLayout;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.identity.UserId;
import org.conclave.api.messaging.GroupParticipant;
import org.conclave.ui.internal.list.Cell;
import org.conclave.ui.internal.list.CellList;
import org.conclave.ui.internal.look.Avatar;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Keys;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.trust.VerifiedMark;
import org.conclave.ui.internal.work.Desk;

/** Who is in the conversation, and for its administrator the ways to change that. */
final class MembersPanel extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int AVATAR = 36;

  private final CellList<GroupParticipant> list;
  private final JButton add;
  private final JButton remove;
  private final JButton verify;
  private transient Set<UserId> verified = Set.of();
  private transient List<GroupParticipant> participants = List.of();
  private boolean administrator;

  MembersPanel(
      Desk desk,
      Runnable close,
      Runnable toAdd,
      Consumer<GroupParticipant> toRemove,
      Consumer<GroupParticipant> toVerify) {
    super(new BorderLayout());
    setName("members");
    Parts.ground(this, "list");
    JPanel top =
        Parts.clear(
            new JPanel(new MigLayout("insets 0 16 0 8, fill", "[grow, fill][]", "[center, 64!]")));
    top.add(Parts.heading(desk.say("members.title")));
    top.add(
        Parts.icon("members.close", Glyph.CLOSE.icon(18), desk.say("close"), event -> close.run()));
    add(top, BorderLayout.NORTH);
    list =
        new CellList<>(
            "members.list",
            desk.say("members.title"),
            GroupParticipant::user,
            participant -> content(desk, participant));
    list.addListSelectionListener(event -> allow());
    add(Parts.scroll(list));
    add = Parts.primary("members.add", desk.say("members.add"), event -> toAdd.run());
    remove =
        Parts.button(
            "members.remove",
            desk.say("members.remove"),
            event -> list.selected().ifPresent(toRemove));
    JPanel foot =
        Parts.clear(
            new JPanel(
                new MigLayout("insets 12 16 16 16, gap 0 8, wrap 1, hidemode 3", "[grow, fill]")));
    verify =
        Parts.button(
            "members.verify",
            desk.say("verify.open.sheet"),
            event -> list.selected().ifPresent(toVerify));
    Keys.focused(
        list, "ENTER", () -> list.selected().filter(chosen -> !chosen.self()).ifPresent(toVerify));
    foot.add(verify);
    foot.add(add);
    foot.add(remove);
    add(foot, BorderLayout.SOUTH);
    Keys.within(this, "ESCAPE", close);
    allow();
  }

  private Cell.Content content(Desk desk, GroupParticipant participant) {
    String role =
        participant.waiting()
            ? desk.say("members.waiting")
            : participant.administrator()
                ? desk.say("members.administrator")
                : desk.say("members.member");
    String name =
        participant.self() ? desk.say("members.self", participant.name()) : participant.name();
    Avatar avatar = Avatar.person(participant.name(), participant.user(), AVATAR);
    return VerifiedMark.on(
        new Cell.Content(avatar, name, role, "", 0),
        verified.contains(participant.user()),
        desk.text());
  }

  void show(List<GroupParticipant> now) {
    participants = now;
    list.replace(now);
    allow();
  }

  void know(Situation situation) {
    verified = situation.belonging().verified();
    list.repaint();
  }

  void administrator(boolean isAdministrator) {
    administrator = isAdministrator;
    allow();
  }

  List<GroupParticipant> participants() {
    return participants;
  }

  private void allow() {
    add.setVisible(administrator);
    Optional<GroupParticipant> chosen = list.selected();
    remove.setVisible(administrator);
    verify.setEnabled(chosen.isPresent() && !chosen.get().self());
    remove.setEnabled(chosen.isPresent() && !chosen.get().self());
  }
}
