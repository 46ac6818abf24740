package org.conclave.ui.internal.trust;

import com.formdev.flatlaf.FlatClientProperties;
import java.util.List;
import javax.swing.JLabel;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Parts;

/** A safety number for reading aloud: groups of digits in rows of four. */
final class DigitGroups extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int A_ROW = 4;

  DigitGroups(String says) {
    super(new MigLayout("insets 16, gap 24 8, wrap " + A_ROW, "push[][][][]push"));
    setName("verify.digits");
    getAccessibleContext().setAccessibleName(says);
    putClientProperty(FlatClientProperties.STYLE, "background: $Conclave.list; arc: 12");
  }

  void show(String digits) {
    removeAll();
    for (String group : List.of(digits.strip().split("\\s+"))) {
      JLabel label = Parts.label(group);
      label.putClientProperty(FlatClientProperties.STYLE, "font: +2 $monospaced.font");
      add(label);
    }
    getAccessibleContext().setAccessibleDescription(digits);
    revalidate();
    repaint();
  }
}
