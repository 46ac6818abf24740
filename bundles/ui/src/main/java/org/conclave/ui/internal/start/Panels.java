package org.conclave.ui.internal.start;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.BorderLayout;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Parts;

/** Quiet boxes within a card, for what is to be read, compared or copied. */
final class Panels {
  private Panels() {}

  static JPanel box() {
    JPanel box =
        new JPanel(
            new MigLayout("insets 16, gap 0 8, fillx, wrap 1, hidemode 3", "[grow, fill, 0:0:]"));
    box.putClientProperty(FlatClientProperties.STYLE, "background: $Conclave.list; arc: 12");
    return box;
  }

  /** A box with a caption and a button at its other end. */
  static JPanel box(String caption, JButton button) {
    JPanel box = box();
    JPanel head = Parts.clear(new JPanel(new BorderLayout()));
    head.add(Parts.label(caption, "semibold", "muted"));
    head.add(button, BorderLayout.EAST);
    box.add(head);
    return box;
  }

  /** Digits or a code, exact to the character; it can be marked with the keyboard. */
  static JTextArea code(String name, String says, String code) {
    JTextArea area = Parts.prose(code);
    area.setName(name);
    area.setFocusable(true);
    area.getAccessibleContext().setAccessibleName(says);
    area.putClientProperty(
        FlatClientProperties.STYLE,
        "font: $monospaced.font; foreground: $Label.foreground; margin: 0,0,0,0");
    return area;
  }
}
