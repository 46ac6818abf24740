package org.conclave.ui.internal.chat;

import java.awt.BorderLayout;
import javax.swing.JButton;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.organisation.Member;
import org.conclave.ui.internal.list.Cell;
import org.conclave.ui.internal.list.CellList;
import org.conclave.ui.internal.look.Avatar;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.work.Desk;

/** Everybody in the organisation, and for an administrator the way to invite somebody. */
final class PeopleList extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int AVATAR = 40;

  private final CellList<Member> list;
  private final JButton invite;

  PeopleList(Desk desk, Runnable toInvite) {
    super(new BorderLayout());
    setOpaque(false);
    list =
        new CellList<>(
            "people",
            desk.say("rail.PEOPLE"),
            Member::user,
            member ->
                new Cell.Content(
                    Avatar.person(member.name(), member.user(), AVATAR),
                    member.self() ? desk.say("members.self", member.name()) : member.name(),
                    desk.say("role." + member.role()),
                    "",
                    0));
    invite = Parts.primary("invite", desk.say("invite.title"), event -> toInvite.run());
    JPanel top =
        Parts.clear(
            new JPanel(
                new MigLayout(
                    "insets 12 16 12 12, gap 8 8, wrap 1, hidemode 3", "[grow, fill]", "[40!][]")));
    top.add(Parts.title(desk.say("rail.PEOPLE")));
    top.add(invite);
    add(top, BorderLayout.NORTH);
    add(Parts.scroll(list));
  }

  void show(Situation situation) {
    list.replace(situation.members());
    invite.setVisible(situation.administrator());
  }
}
