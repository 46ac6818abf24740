package org.conclave.ui.internal.chat;

import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JTextField;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.storage.Conversation;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.sheet.Sheet;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/** Asks for the name of a new group. */
final class NewGroupSheet extends Sheet {
  private static final long serialVersionUID = 1L;

  private final transient Desk desk;
  private final transient Consumer<Conversation> created;
  private final Sheets sheets;
  private final Entry<JTextField> name;
  private final JButton go;

  NewGroupSheet(Desk desk, Sheets sheets, Consumer<Conversation> created) {
    super("sheet.group", desk.say("group.new"), desk.say("close"), sheets);
    this.desk = desk;
    this.sheets = sheets;
    this.created = created;
    name = new Entry<>("group.name", desk.say("group.name"), new JTextField());
    Changes.of(name.field(), name::accept);
    go = Parts.primary("group.go", desk.say("group.go"), event -> create());
    add(Parts.prose(desk.say("group.about")), "wmin 0");
    add(name);
    finish(Parts.button("group.cancel", desk.say("cancel"), event -> sheets.putAway()), go);
    focusFirst(name.field());
  }

  private void create() {
    String wanted = name.field().getText().strip();
    if (wanted.isEmpty()) {
      name.refuse(desk.say("field.required"));
      return;
    }
    go.setEnabled(false);
    desk.background()
        .run(
            Lane.SLOW,
            () -> desk.services().require(Messenger.class).createGroup(wanted),
            conversation -> {
              if (sheets.isShowing(this)) {
                sheets.putAway();
              }
              created.accept(conversation);
            },
            failure -> {
              go.setEnabled(true);
              name.refuse(Failures.say(desk.text(), failure));
            });
  }
}
