package org.conclave.ui.internal.start;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.Component;
import java.awt.event.ActionEvent;
import javax.swing.AbstractAction;
import javax.swing.AbstractButton;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.text.JTextComponent;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.carry.Handover;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.Situation;

/** One step of the start: a title, what it is about, its fields, and what happens next. */
class Card extends JPanel {
  private static final long serialVersionUID = 1L;

  private final JProgressBar progress = new JProgressBar();
  private final JTextArea doing = Parts.prose("");
  private final JPanel underWay;
  private final JButton end = Parts.link("", "", event -> end());
  private transient Runnable ending = () -> {};

  Card(String name, String title, String about) {
    super(
        new MigLayout(
            "insets 32, gap 0 16, fillx, wrap 1, hidemode 3", "[grow, fill, 0:376:]", "[]"));
    setName(name);
    getAccessibleContext().setAccessibleName(title);
    putClientProperty(FlatClientProperties.STYLE, "background: $Conclave.sheet; arc: 20");
    JTextArea heading = Parts.sentence(title);
    heading.setName(name + ".title");
    JPanel top =
        Parts.clear(
            new JPanel(new MigLayout("insets 0, gap 12 0", "[][grow, fill, 0:0:]", "[center]")));
    top.add(new JLabel(Glyph.BRAND.icon(32, "accentText")));
    top.add(heading, "wmin 0");
    add(top, "wmin 0");
    add(Parts.prose(about), "wmin 0");
    progress.setIndeterminate(true);
    progress.setName(name + ".progress");
    underWay =
        Parts.clear(
            new JPanel(
                new MigLayout(
                    "insets 0, gap 8 8, hidemode 3", "[grow, fill, 0:0:][]", "[center][]")));
    underWay.add(doing, "cell 0 0, wmin 0");
    underWay.add(end, "cell 1 0");
    underWay.add(progress, "cell 0 1 2 1, growx, w 1:1:, h 4!");
    end.setName(name + ".end");
    doing.setName(name + ".doing");
    underWay.setVisible(false);
  }

  /** Adds the progress and the buttons, the last of which is what Enter does. */
  final void finish(JButton... row) {
    add(underWay);
    add(Parts.row("8 0 0 0", row));
    JButton last = row[row.length - 1];
    onKey("ENTER", last);
    if (row.length > 1) {
      onKey("ESCAPE", row[0]);
    }
  }

  private void onKey(String key, JButton button) {
    getInputMap(JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT)
        .put(KeyStroke.getKeyStroke(key), key);
    getActionMap()
        .put(
            key,
            new AbstractAction() {
              private static final long serialVersionUID = 1L;

              @Override
              public void actionPerformed(ActionEvent event) {
                button.doClick(0);
              }
            });
  }

  /** Says what is being done and holds the fields still until {@link #idle}. */
  final void busy(String what) {
    doing.setText(what);
    progress.setIndeterminate(true);
    end.setVisible(false);
    underWay.setVisible(true);
    enable(this, false);
    revalidate();
  }

  /** The same for long work, which {@code says} ends by way of {@code ending}. */
  final void busy(String what, String says, Runnable ending) {
    this.ending = ending;
    end.setText(says);
    busy(what);
    end.setVisible(true);
    end.setEnabled(true);
    end.requestFocusInWindow();
  }

  /** How far the long work is. */
  final void progressed(int perMille) {
    progress.setIndeterminate(false);
    progress.setMaximum(1_000);
    progress.setValue(perMille);
  }

  private void end() {
    end.setEnabled(false);
    ending.run();
  }

  final void idle() {
    underWay.setVisible(false);
    enable(this, true);
    revalidate();
  }

  private static void enable(JComponent parent, boolean enabled) {
    for (Component child : parent.getComponents()) {
      if (child instanceof AbstractButton
          || child instanceof JTextComponent text && text.isEditable()) {
        child.setEnabled(enabled);
      }
      if (child instanceof JComponent inner) {
        enable(inner, enabled);
      }
    }
  }

  /**
   * Whether the card must stay, whatever the situation becomes: what it does is seen by others
   * before it is done.
   */
  boolean holds() {
    return false;
  }

  /** Takes a file or picture that was dropped anywhere on the window. */
  void take(Handover.Handed handed) {}

  /** Told of the situation when it is shown, and as often as it changes. */
  void know(Situation situation) {}

  /** Called when the card is shown: the first field takes the focus. */
  void takeFocus() {}

  /** Called when the card goes: secrets in fields go with it. */
  void forget() {}
}
