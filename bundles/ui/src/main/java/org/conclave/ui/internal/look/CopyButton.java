package org.conclave.ui.internal.look;

import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import javax.swing.JButton;
import org.conclave.ui.internal.text.Text;

/** A button that copies something that is not secret, and says that it did. */
public final class CopyButton {
  private CopyButton() {}

  public static JButton of(String name, Text text, java.util.function.Supplier<String> what) {
    JButton button = new JButton(text.get("copy"));
    button.setName(name);
    button.addActionListener(
        event -> {
          Toolkit.getDefaultToolkit()
              .getSystemClipboard()
              .setContents(new StringSelection(what.get()), null);
          button.setText(text.get("copied"));
        });
    return button;
  }
}
