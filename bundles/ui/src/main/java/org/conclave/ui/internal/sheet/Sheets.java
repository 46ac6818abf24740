package org.conclave.ui.internal.sheet;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Insets;
import java.awt.KeyboardFocusManager;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import javax.swing.AbstractAction;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import org.conclave.ui.internal.look.Look;
import org.jspecify.annotations.Nullable;

/**
 * Shows one sheet at a time above the window's content. Receiving goes on beneath it; Esc puts it
 * away and gives the focus back. The frame's glass pane.
 */
public final class Sheets extends JPanel {
  private static final long serialVersionUID = 1L;

  private @Nullable Sheet shown;
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

  public void show(Sheet sheet) {
    if (shown == null) {
      focusBefore = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner();
    }
    removeAll();
    shown = sheet;
    add(sheet);
    setVisible(true);
    revalidate();
    repaint();
    sheet.takeFocus();
  }

  public boolean isShowing(Sheet sheet) {
    return shown == sheet;
  }

  /** Puts away whatever is shown. */
  public void putAway() {
    if (shown == null) {
      return;
    }
    Component before = focusBefore;
    shown = null;
    focusBefore = null;
    setVisible(false);
    removeAll();
    if (before != null) {
      before.requestFocusInWindow();
    }
  }

  @Override
  public void doLayout() {
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
