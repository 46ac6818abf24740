package org.conclave.ui.internal.chat;

import javax.swing.JLabel;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.network.NetworkStatus;
import org.conclave.ui.internal.look.Dot;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.work.Desk;

/** How connection and engine are: a dot, and words that say the same. */
final class StatusFooter extends JPanel {
  private static final long serialVersionUID = 1L;

  private final transient Desk desk;
  private final JLabel network = Parts.label("", "medium", "muted");
  private final JLabel engine = Parts.label("", "medium", "muted");

  StatusFooter(Desk desk) {
    super(new MigLayout("insets 10 20 12 16, gap 16 4", "[grow, fill, 0:0:]", "[][]"));
    this.desk = desk;
    setOpaque(false);
    network.setName("status.network");
    engine.setName("status.engine");
    network.setIconTextGap(10);
    engine.setIconTextGap(10);
    add(network, "wrap");
    add(engine);
  }

  void show(Situation situation) {
    network.setIcon(new Dot(networkColour(situation)));
    network.setText(
        situation
            .network()
            .map(status -> desk.say("network." + status.state(), status.peers()))
            .orElseGet(() -> desk.say("network.off")));
    EngineStatus.State state =
        situation.engine().map(EngineStatus::state).orElse(EngineStatus.State.STOPPED);
    engine.setIcon(
        new Dot(
            switch (state) {
              case READY -> "good";
              case STARTING, RESTARTING -> "warning";
              case FAILED, STOPPED -> "danger";
            }));
    engine.setText(desk.say("engine." + state));
  }

  static String networkColour(Situation situation) {
    return situation
        .network()
        .map(NetworkStatus::state)
        .map(
            state ->
                switch (state) {
                  case CONNECTED -> "good";
                  case STARTING, ALONE -> "warning";
                  case FAILED -> "danger";
                })
        .orElse("danger");
  }
}
