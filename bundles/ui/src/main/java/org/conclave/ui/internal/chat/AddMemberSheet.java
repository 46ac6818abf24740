package org.conclave.ui.internal.chat;

import java.awt.Dimension;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.swing.JButton;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.api.messaging.GroupParticipant;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.messaging.Messenger.AddOutcome;
import org.conclave.api.organisation.Member;
import org.conclave.ui.internal.list.Cell;
import org.conclave.ui.internal.list.CellList;
import org.conclave.ui.internal.look.Avatar;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.sheet.Sheet;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/** Chooses somebody of the organisation to be added to a conversation. */
final class AddMemberSheet extends Sheet {
  private static final long serialVersionUID = 1L;
  private static final int AVATAR = 36;
  private static final int LIST_HEIGHT = 264;

  private final transient Desk desk;
  private final transient GroupId group;
  private final Sheets sheets;
  private final CellList<Member> list;
  private final JButton go;
  private final JTextArea says = Parts.prose("");

  AddMemberSheet(
      Desk desk,
      Sheets sheets,
      GroupId group,
      List<Member> members,
      List<GroupParticipant> participants) {
    super("sheet.add", desk.say("members.add"), desk.say("close"), sheets);
    this.desk = desk;
    this.sheets = sheets;
    this.group = group;
    list =
        new CellList<>(
            "add.list",
            desk.say("members.add"),
            Member::user,
            member ->
                new Cell.Content(
                    Avatar.person(member.name(), member.user(), AVATAR),
                    member.name(),
                    desk.say("role." + member.role()),
                    "",
                    0));
    Set<UserId> inside =
        participants.stream().map(GroupParticipant::user).collect(Collectors.toSet());
    List<Member> outside =
        members.stream()
            .filter(member -> !member.self() && !inside.contains(member.user()))
            .toList();
    list.replace(outside);
    says.setName("add.says");
    says.setText(desk.say(outside.isEmpty() ? "add.nobody" : "add.about"));
    go = Parts.primary("add.go", desk.say("add.go"), event -> addChosen());
    go.setEnabled(false);
    list.addListSelectionListener(event -> go.setEnabled(list.selected().isPresent()));
    add(says, "wmin 0");
    JScrollPane scroll = Parts.scroll(list);
    scroll.setPreferredSize(new Dimension(0, LIST_HEIGHT));
    add(scroll);
    finish(Parts.button("add.cancel", desk.say("cancel"), event -> sheets.putAway()), go);
    focusFirst(list);
  }

  private void addChosen() {
    list.selected().ifPresent(this::add);
  }

  private void add(Member member) {
    go.setEnabled(false);
    says.setText(desk.say("add.doing", member.name()));
    desk.background()
        .run(
            Lane.SLOW,
            () -> desk.services().require(Messenger.class).addMember(group, member.user()),
            outcome -> {
              desk.refresh().run();
              if (outcome == AddOutcome.WAITING) {
                says.setText(desk.say("add.waiting", member.name()));
              } else if (sheets.isShowing(this)) {
                sheets.putAway();
              }
            },
            failure -> {
              go.setEnabled(true);
              says.setText(Failures.say(desk.text(), failure));
            });
  }
}
