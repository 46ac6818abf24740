package org.conclave.ui.internal.start;

import javax.swing.JButton;
import javax.swing.JTextArea;
import org.conclave.api.organisation.Organisation;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/** Asks once more before something that is not easily undone, and then does it. */
final class ConfirmCard extends Card {
  private static final long serialVersionUID = 1L;

  private final JButton back;
  private final JTextArea error = Parts.prose("", "danger");

  /** What is done when the person says yes. Blocks. */
  interface Act {
    void on(Organisation organisation) throws Exception;
  }

  /**
   * @param key of the texts: title, about, go, doing
   * @param done is told when it was done
   */
  ConfirmCard(Desk desk, String key, String subject, Act act, Runnable back, Runnable done) {
    super(key, desk.say(key + ".title"), desk.say(key + ".about", subject));
    this.back = Parts.button(key + ".back", desk.say("back"), event -> back.run());
    error.setName(key + ".error");
    error.setVisible(false);
    add(error, "wmin 0");
    finish(
        this.back,
        Parts.primary(
            key + ".go",
            desk.say(key + ".go"),
            event -> {
              error.setVisible(false);
              busy(desk.say(key + ".doing"));
              desk.background()
                  .run(
                      Lane.SLOW,
                      () -> {
                        act.on(desk.services().require(Organisation.class));
                        return true;
                      },
                      finished -> {
                        idle();
                        done.run();
                      },
                      failure -> {
                        idle();
                        error.setText(Failures.say(desk.text(), failure));
                        error.setVisible(true);
                        revalidate();
                      });
            }));
  }

  @Override
  void takeFocus() {
    back.requestFocusInWindow();
  }
}
