package org.conclave.ui.internal.start;

import com.formdev.flatlaf.FlatClientProperties;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JTextArea;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.work.Desk;

/**
 * Shows the recovery code, once. It cannot be copied: a clipboard is read by every program, and the
 * code is to be on paper.
 */
final class RecoveryCard extends Card {
  private static final long serialVersionUID = 1L;

  private final JTextArea code;
  private final JCheckBox written;

  RecoveryCard(Desk desk, String recoveryCode, Runnable done) {
    super("recovery", desk.say("recovery.title"), desk.say("recovery.about"));
    code = Parts.prose(recoveryCode);
    code.setName("recovery.code");
    code.setTransferHandler(null);
    code.setOpaque(true);
    code.getAccessibleContext().setAccessibleName(desk.say("recovery.code"));
    code.putClientProperty(
        FlatClientProperties.STYLE,
        "font: $monospaced.font; foreground: $Label.foreground;"
            + "background: $Conclave.list; margin: 16,16,16,16");
    code.setFocusable(true);
    code.setBorder(BorderFactory.createEmptyBorder(12, 16, 12, 16));
    JButton go = Parts.primary("recovery.go", desk.say("recovery.go"), event -> done.run());
    go.setEnabled(false);
    written = new JCheckBox(desk.say("recovery.written"));
    written.setName("recovery.written");
    written.setOpaque(false);
    written.setIconTextGap(8);
    written.addActionListener(event -> go.setEnabled(written.isSelected()));
    add(code, "wmin 0");
    add(Parts.prose(desk.say("recovery.warning"), "danger"), "wmin 0");
    add(written);
    finish(go);
  }

  @Override
  void takeFocus() {
    written.requestFocusInWindow();
  }

  @Override
  void forget() {
    code.setText("");
  }
}
