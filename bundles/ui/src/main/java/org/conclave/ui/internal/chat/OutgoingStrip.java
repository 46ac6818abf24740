package org.conclave.ui.internal.chat;

import com.formdev.flatlaf.FlatClientProperties;
import java.util.Optional;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.Timer;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.text.Text;

/** Says what is not committed yet, when that takes longer than a moment, and why. */
final class OutgoingStrip extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int MOMENT_MILLIS = 400;

  private final transient Text text;
  private final JTextArea says = Parts.prose("");
  private final JPanel choices = Parts.clear(new JPanel(new MigLayout("insets 0, gap 0", "[][]")));
  private final Timer moment = new Timer(MOMENT_MILLIS, event -> setVisible(true));

  OutgoingStrip(Text text, Runnable tryAgain, Runnable edit) {
    super(new MigLayout("insets 8 16 8 8, fillx, hidemode 3", "[grow, fill, 0:0:][]"));
    this.text = text;
    setName("outgoing");
    setVisible(false);
    moment.setRepeats(false);
    says.setName("outgoing.says");
    add(says, "wmin 0");
    choices.add(Parts.link("outgoing.again", text.get("outgoing.again"), e -> tryAgain.run()));
    choices.add(Parts.link("outgoing.edit", text.get("outgoing.edit"), e -> edit.run()));
    add(choices);
    putClientProperty(FlatClientProperties.STYLE, "background: $Conclave.list");
  }

  void show(int waiting, Optional<String> halted) {
    if (waiting == 0) {
      moment.stop();
      setVisible(false);
      return;
    }
    says.setText(
        halted
            .map(why -> text.get("outgoing.halted", waiting, why))
            .orElseGet(() -> text.get("outgoing.underway", waiting)));
    choices.setVisible(halted.isPresent());
    if (halted.isPresent()) {
      moment.stop();
      setVisible(true);
    } else if (!isVisible()) {
      moment.start();
    }
    revalidate();
  }

  @Override
  public void removeNotify() {
    moment.stop();
    super.removeNotify();
  }
}
