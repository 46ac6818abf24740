package org.conclave.ui.internal.start;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.Component;
import java.awt.event.ActionEvent;
import javax.swing.AbstractAction;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.KeyStroke;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Parts;

/** One step of the start: a title, what it is about, its fields, and what happens next. */
class Card extends JPanel {
  private static final long serialVersionUID = 1L;

  private final JProgressBar progress = new JProgressBar();
  private final JLabel doing = Parts.muted("");
  private final JPanel underWay;

  Card(String name, String title, String about) {
    super(
        new MigLayout(
            "insets 32, gap 0 16, fillx, wrap 1, hidemode 3", "[grow, fill, 0:376:]", "[]"));
    setName(name);
    getAccessibleContext().setAccessibleName(title);
    putClientProperty(FlatClientProperties.STYLE, "background: $Conclave.sheet; arc: 20");
    JLabel heading = Parts.title(title);
    heading.setName(name + ".title");
    JPanel top = Parts.clear(new JPanel(new MigLayout("insets 0, gap 12 0", "[][grow]")));
    top.add(new JLabel(Glyph.BRAND.icon(32, "accentText")));
    top.add(heading);
    add(top);
    add(Parts.prose(about), "wmin 0");
    progress.setIndeterminate(true);
    progress.setName(name + ".progress");
    underWay = Parts.clear(new JPanel(new MigLayout("insets 0, gap 0 8, wrap 1", "[grow, fill]")));
    underWay.add(doing);
    underWay.add(progress, "h 4!");
    underWay.setVisible(false);
  }

  /** Adds the progress and the buttons, the last of which is what Enter does. */
  final void finish(JButton... row) {
    add(underWay);
    JPanel buttons = Parts.clear(new JPanel(new MigLayout("insets 8 0 0 0, gap 8", "push[][]")));
    for (JButton button : row) {
      buttons.add(button);
    }
    add(buttons);
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
    underWay.setVisible(true);
    enable(this, false);
    revalidate();
  }

  final void idle() {
    underWay.setVisible(false);
    enable(this, true);
    revalidate();
  }

  private static void enable(JComponent parent, boolean enabled) {
    for (Component child : parent.getComponents()) {
      if (child instanceof JButton || child instanceof javax.swing.text.JTextComponent) {
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

  /** Called when the card is shown: the first field takes the focus. */
  void takeFocus() {}

  /** Called when the card goes: secrets in fields go with it. */
  void forget() {}
}
