package org.conclave.ui.internal.start;

import javax.swing.JButton;
import javax.swing.JPanel;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.ui.internal.look.CopyButton;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.work.Desk;

/** An open invitation was accepted: an administrator has to confirm. It goes on by itself. */
final class WaitingCard extends Card {
  private static final long serialVersionUID = 1L;

  private final transient NetworkLine network;
  private final JButton takeBack;

  WaitingCard(Desk desk, OwnStanding.Waiting waiting, Runnable toTakeBack) {
    super(
        "confirmation",
        desk.say("confirmation.title"),
        desk.say("confirmation.about", waiting.organisationName()));
    network = new NetworkLine(desk);
    String caption = desk.say("confirmation.fingerprint");
    JPanel box =
        Panels.box(caption, CopyButton.of("confirmation.copy", desk.text(), waiting::fingerprint));
    box.add(Panels.code("confirmation.fingerprint", caption, waiting.fingerprint()), "wmin 0");
    box.add(Parts.prose(desk.say("confirmation.compare")), "wmin 0");
    add(box, "wmin 0");
    add(network.label());
    add(Parts.prose(desk.say("confirmation.close")), "wmin 0");
    takeBack =
        Parts.button("confirmation.back", desk.say("confirmation.back"), event -> toTakeBack.run());
    finish(takeBack);
  }

  @Override
  void know(Situation situation) {
    network.know(situation);
  }

  @Override
  void takeFocus() {
    takeBack.requestFocusInWindow();
  }
}
