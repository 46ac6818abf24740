package org.conclave.ui.internal.start;

import javax.swing.JButton;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.work.Desk;

/** A restored account that is not this device's yet: what it waits for. It goes on by itself. */
final class RestoringCard extends Card {
  private static final long serialVersionUID = 1L;

  private final transient NetworkLine network;
  private final JButton undo;

  RestoringCard(Desk desk, OwnStanding.Restoring restoring, Runnable toUndo) {
    super(
        "restoring",
        desk.say("restoring." + restoring.step() + ".title"),
        desk.say("restoring." + restoring.step() + ".about", restoring.organisationName()));
    network = new NetworkLine(desk);
    add(Parts.prose(desk.say("restoring." + restoring.step() + ".next")), "wmin 0");
    add(network.label());
    undo = Parts.button("restoring.undo", desk.say("restoring.undo"), event -> toUndo.run());
    finish(undo);
  }

  @Override
  void know(Situation situation) {
    network.know(situation);
  }

  @Override
  void takeFocus() {
    undo.requestFocusInWindow();
  }
}
