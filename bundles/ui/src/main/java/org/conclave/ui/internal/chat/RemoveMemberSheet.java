package org.conclave.ui.internal.chat;

import javax.swing.JButton;
import javax.swing.JTextArea;
import org.conclave.api.identity.GroupId;
import org.conclave.api.messaging.GroupParticipant;
import org.conclave.api.messaging.Messenger;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.sheet.Sheet;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/** Asks whether somebody is to be removed, and says what that means. */
final class RemoveMemberSheet extends Sheet {
  private static final long serialVersionUID = 1L;

  RemoveMemberSheet(Desk desk, Sheets sheets, GroupId group, GroupParticipant member) {
    super("sheet.remove", desk.say("remove.title", member.name()), desk.say("close"), sheets);
    JTextArea says = Parts.prose(desk.say("remove.about", member.name()));
    says.setName("remove.says");
    add(says, "wmin 0");
    JButton cancel = Parts.button("remove.cancel", desk.say("cancel"), event -> sheets.putAway());
    JButton go = Parts.primary("remove.go", desk.say("members.remove"), event -> {});
    go.addActionListener(
        event -> {
          go.setEnabled(false);
          desk.background()
              .run(
                  Lane.SLOW,
                  () -> {
                    desk.services().require(Messenger.class).removeMember(group, member.user());
                    return true;
                  },
                  removed -> {
                    desk.refresh().run();
                    if (sheets.isShowing(this)) {
                      sheets.putAway();
                    }
                  },
                  failure -> {
                    go.setEnabled(true);
                    says.setText(Failures.say(desk.text(), failure));
                  });
        });
    finish(cancel, go);
    focusFirst(cancel);
  }
}
