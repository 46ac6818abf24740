package org.conclave.ui.internal.admin;

import com.formdev.flatlaf.FlatClientProperties;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Parts;

/** Names and what they are, on a ground of their own. */
final class Facts extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int LABEL = 120;

  Facts() {
    super(
        new MigLayout(
            "insets 16, gap 16 8, fillx, wrap 2",
            "[left, " + LABEL + "!][grow, fill, 0:0:]",
            "[top]"));
    putClientProperty(FlatClientProperties.STYLE, "background: $Conclave.list; arc: 12");
  }

  /** Adds one; {@code name} is for tests. */
  Facts add(String name, String label, String value) {
    return add(name, label, value, "font: $Label.font");
  }

  /** Adds one that people compare letter by letter, and may mark and copy. */
  Facts addDigits(String name, String label, String value) {
    return add(name, label, value, "font: $monospaced.font");
  }

  private Facts add(String name, String label, String value, String font) {
    JTextArea text = Parts.prose(value);
    text.setName(name);
    text.setFocusable(true);
    text.getAccessibleContext().setAccessibleName(label);
    text.putClientProperty(
        FlatClientProperties.STYLE, font + "; foreground: $Label.foreground; margin: 0,0,0,0");
    add(Parts.prose(label), "wmin 0, w " + LABEL + "!");
    add(text, "wmin 0");
    return this;
  }
}
