package org.conclave.ui.internal.look;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.BorderLayout;
import java.util.Objects;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.text.JTextComponent;

/** A field with its label above and what is wrong with it below, said where it is wrong. */
public final class Entry<F extends JComponent> extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int GAP = 4;

  private final transient F field;
  private final JTextArea error;

  /**
   * @param shown the field, or what holds it, such as a scroll pane
   */
  public Entry(String name, String label, F field, JComponent shown) {
    super(new BorderLayout(0, GAP));
    setOpaque(false);
    this.field = field;
    field.setName(name);
    JLabel caption = Parts.label(label, "semibold", "muted");
    caption.setLabelFor(field);
    field.getAccessibleContext().setAccessibleName(label);
    error = Parts.prose("", "danger");
    error.setName(name + ".error");
    error.setVisible(false);
    add(caption, BorderLayout.NORTH);
    add(shown, BorderLayout.CENTER);
    add(error, BorderLayout.SOUTH);
  }

  public Entry(String name, String label, F field) {
    this(name, label, field, field);
  }

  public F field() {
    return field;
  }

  /** Says what is wrong and takes the focus there. */
  public void refuse(String what) {
    error.setText(what);
    error.setVisible(true);
    field.putClientProperty(FlatClientProperties.OUTLINE, FlatClientProperties.OUTLINE_ERROR);
    field.getAccessibleContext().setAccessibleDescription(what);
    field.requestFocusInWindow();
    if (field instanceof JTextComponent text) {
      text.selectAll();
    }
    revalidate();
  }

  public void accept() {
    if (error.isVisible()) {
      error.setText("");
      error.setVisible(false);
      field.putClientProperty(FlatClientProperties.OUTLINE, null);
      field.getAccessibleContext().setAccessibleDescription("");
      revalidate();
    }
  }

  /** What is said to be wrong, empty where nothing is. */
  public String refusal() {
    return Objects.requireNonNullElse(error.getText(), "");
  }
}
