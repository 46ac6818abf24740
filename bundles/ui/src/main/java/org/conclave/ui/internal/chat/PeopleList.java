package org.conclave.ui.internal.chat;

import java.awt.BorderLayout;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.Member;
import org.conclave.ui.internal.list.Cell;
import org.conclave.ui.internal.list.CellList;
import org.conclave.ui.internal.look.Avatar;
import org.conclave.ui.internal.look.Keys;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.trust.VerifiedMark;
import org.conclave.ui.internal.work.Desk;

/** Everybody in the organisation, and for an administrator the way to invite somebody. */
final class PeopleList extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int AVATAR = 40;

  private final CellList<Member> list;
  private final JButton invite;
  private final JButton verify;
  private transient Set<UserId> verified = Set.of();

  PeopleList(Desk desk, Runnable toInvite, Consumer<Member> toVerify) {
    super(new BorderLayout());
    setOpaque(false);
    list =
        new CellList<>(
            "people",
            desk.say("rail.PEOPLE"),
            Member::user,
            member ->
                VerifiedMark.on(
                    new Cell.Content(
                        Avatar.person(member.name(), member.user(), AVATAR),
                        member.self() ? desk.say("members.self", member.name()) : member.name(),
                        about(desk, member),
                        "",
                        0),
                    verified.contains(member.user()),
                    desk.text()));
    list.addListSelectionListener(event -> allow());
    Keys.focused(list, "ENTER", () -> chosen().ifPresent(toVerify));
    verify =
        Parts.button(
            "people.verify", desk.say("verify.open.sheet"), event -> chosen().ifPresent(toVerify));
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
    JPanel foot = Parts.clear(new JPanel(new MigLayout("insets 8 16 8 16, fillx", "[grow, fill]")));
    foot.add(verify);
    add(foot, BorderLayout.SOUTH);
    allow();
  }

  private static String about(Desk desk, Member member) {
    return member.deviceState() == DeviceState.ACTIVE
        ? desk.say("role." + member.role())
        : desk.say("device." + member.deviceState());
  }

  private Optional<Member> chosen() {
    return list.selected().filter(member -> !member.self());
  }

  private void allow() {
    verify.setEnabled(chosen().isPresent());
  }

  void show(Situation situation) {
    verified = situation.belonging().verified();
    list.replace(situation.members());
    list.repaint();
    invite.setVisible(situation.administrator());
  }
}
