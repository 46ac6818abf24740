package org.conclave.ui.internal.start;

import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.OwnStanding.Locked.Reason;
import org.conclave.ui.internal.look.CopyButton;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/**
 * This device may not take part any more: what happened, what it means, and what can be done. The
 * conversations are not behind it; they were taken away before it is shown.
 */
final class LockedCard extends Card {
  private static final long serialVersionUID = 1L;

  private final JTextArea forAdministrator = Parts.prose("");
  private final JButton first;

  /**
   * @param toUseAgain asks whether the account is to be used here again
   * @param close closes Conclave
   */
  LockedCard(Desk desk, OwnStanding.Locked locked, Runnable toUseAgain, Runnable close) {
    super(
        "locked",
        desk.say("locked." + locked.reason() + ".title"),
        desk.say("locked." + locked.reason() + ".about", locked.organisationName()));
    JTextArea todo = Parts.prose(desk.say("locked." + locked.reason() + ".todo"), "danger");
    todo.setName("locked.todo");
    add(todo, "wmin 0");
    add(Parts.muted(desk.say("locked.since", when(desk, locked))));
    JPanel box =
        Panels.box(
            desk.say("locked.tell"),
            CopyButton.of("locked.copy", desk.text(), forAdministrator::getText));
    forAdministrator.setName("locked.text");
    forAdministrator.setFocusable(true);
    forAdministrator.getAccessibleContext().setAccessibleName(desk.say("locked.tell"));
    box.add(forAdministrator, "wmin 0");
    add(box, "wmin 0");
    JButton closing = Parts.button("locked.close", desk.say("locked.close"), e -> close.run());
    if (locked.reason() == Reason.REVOKED) {
      first = closing;
      finish(closing);
    } else {
      first = Parts.button("locked.again", desk.say("locked.again"), e -> toUseAgain.run());
      finish(closing, first);
    }
    writeToAdministrator(desk, locked);
  }

  private static String when(Desk desk, OwnStanding.Locked locked) {
    return desk.text().date(locked.since()) + ", " + desk.text().time(locked.since());
  }

  /** Nothing in it is secret: fingerprints, a device's name, and what happened. */
  private void writeToAdministrator(Desk desk, OwnStanding.Locked locked) {
    String by =
        locked
            .by()
            .map(device -> desk.say("locked.text.by", device.publicKey().toHex().substring(0, 16)))
            .orElse("");
    String happened =
        desk.say(
            "locked.text",
            locked.organisationName(),
            desk.say("locked." + locked.reason() + ".tell"),
            when(desk, locked),
            by);
    forAdministrator.setText(happened.strip());
    desk.background()
        .run(
            Lane.READ,
            () -> desk.services().require(Organisation.class).accountCode().fingerprint(),
            fingerprint ->
                forAdministrator.setText(
                    happened.strip() + "\n" + desk.say("locked.text.account", fingerprint)),
            failure -> {});
  }

  @Override
  void takeFocus() {
    first.requestFocusInWindow();
  }
}
