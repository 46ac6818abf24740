package org.conclave.ui.internal.sheet;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Insets;
import java.awt.KeyboardFocusManager;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.swing.AbstractAction;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import org.conclave.ui.internal.look.Look;
import org.jspecify.annotations.Nullable;

/**
 * Shows one sheet at a time above the window's content, or one that another one asked for above it.
 * Receiving goes on beneath; Esc puts the one in front away and gives the focus back. The frame's
 * glass pane.
 */
public final class Sheets extends JPanel {
  private static final long serialVersionUID = 1L;

  private final transient Deque<Sheet> stack = new ArrayDeque<>();
  private @Nullable Component focusBefore;

  public Sheets() {
    super(null);
    setOpaque(false);
    setVisible(false);
    setFocusCycleRoot(true);
    addMouseListener(new MouseAdapter() {});
    getInputMap(JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT)
        .put(KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0), "putAway");
    getActionMap()
        .put(
            "putAway",
            new AbstractAction() {
              private static final long serialVersionUID = 1L;

              @Override
              public void actionPerformed(ActionEvent event) {
                putAway();
              }
            });
  }

  /** Shows a sheet instead of whatever is shown. */
  public void show(Sheet sheet) {
    while (stack.size() > 0) {
      stack.pop().forget();
    }
    showAbove(sheet);
  }

  /** Shows a sheet; what was shown before comes back when it is put away. */
  public void showAbove(Sheet sheet) {
    if (!isVisible()) {
      focusBefore = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner();
    }
    stack.push(sheet);
    showTop();
  }

  private void showTop() {
    Sheet top = stack.getFirst();
    removeAll();
    add(top);
    setVisible(true);
    revalidate();
    repaint();
    top.takeFocus();
  }

  public boolean isShowing(Sheet sheet) {
    return stack.peekFirst() == sheet;
  }

  /** Puts away the sheet in front. */
  public void putAway() {
    if (stack.isEmpty()) {
      return;
    }
    stack.pop().forget();
    if (stack.isEmpty()) {
      leave();
    } else {
      showTop();
    }
  }

  /** Puts away all at once. */
  public void putAllAway() {
    if (!stack.isEmpty()) {
      stack.forEach(Sheet::forget);
      stack.clear();
      leave();
    }
  }

  private void leave() {
    Component before = focusBefore;
    focusBefore = null;
    setVisible(false);
    removeAll();
    if (before != null) {
      before.requestFocusInWindow();
    }
  }

  @Override
  public void doLayout() {
    Sheet shown = stack.peekFirst();
    if (shown == null) {
      return;
    }
    int room = Look.GRID * 2;
    Dimension wanted = shown.getPreferredSize();
    int width = Math.min(shown.sheetWidth(), getWidth() - room * 2);
    shown.setSize(width, wanted.height);
    shown.validate();
    int height = Math.min(shown.getPreferredSize().height, getHeight() - room * 2);
    Insets insets = getInsets();
    shown.setBounds(
        insets.left + (getWidth() - width) / 2,
        insets.top + Math.max(room, (getHeight() - height) / 3),
        width,
        height);
    shown.validate();
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    graphics.setColor(Look.colour("veil"));
    graphics.fillRect(0, 0, getWidth(), getHeight());
  }
}
