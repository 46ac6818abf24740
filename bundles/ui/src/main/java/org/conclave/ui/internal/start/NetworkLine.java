package org.conclave.ui.internal.start;

import javax.swing.JLabel;
import org.conclave.api.network.NetworkStatus;
import org.conclave.ui.internal.look.Dot;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.work.Desk;

/** Whether anybody can be reached, for somebody who waits for that: a dot and words. */
final class NetworkLine {
  private final Desk desk;
  private final JLabel label = Parts.muted("");

  NetworkLine(Desk desk) {
    this.desk = desk;
    label.setName("standing.network");
    label.setIconTextGap(10);
  }

  JLabel label() {
    return label;
  }

  void know(Situation situation) {
    boolean connected =
        situation
            .network()
            .filter(status -> status.state() == NetworkStatus.State.CONNECTED)
            .isPresent();
    label.setIcon(new Dot(connected ? "good" : "warning"));
    label.setText(
        situation
            .network()
            .map(status -> desk.say("network." + status.state(), status.peers()))
            .orElseGet(() -> desk.say("network.off")));
  }
}
