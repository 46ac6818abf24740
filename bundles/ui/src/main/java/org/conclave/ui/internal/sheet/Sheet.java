package org.conclave.ui.internal.sheet;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.ActionEvent;
import javax.swing.AbstractAction;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Parts;
import org.jspecify.annotations.Nullable;

/** A card with a title, content and buttons, shown by {@link Sheets}. */
public class Sheet extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int WIDTH = 448;
  private static final int ARC = 20;

  private @Nullable Component first;

  /**
   * @param close what a screen reader says of the button that puts it away
   */
  protected Sheet(String name, String title, String close, Sheets sheets) {
    super(
        new MigLayout(
            "insets 24, gap 0 16, fillx, wrap 1, hidemode 3", "[grow, fill]", "[][grow, fill]"));
    setName(name);
    setOpaque(false);
    getAccessibleContext().setAccessibleName(title);
    putClientProperty(FlatClientProperties.STYLE, "background: $Conclave.sheet");
    JPanel top = Parts.clear(new JPanel(new MigLayout("insets 0, fillx", "[grow, fill][]")));
    top.add(Parts.title(title));
    top.add(Parts.icon(name + ".close", Glyph.CLOSE.icon(18), close, event -> sheets.putAway()));
    add(top);
  }

  /** Adds the buttons, the last of which is what Enter in a field does. */
  protected final void finish(JButton... row) {
    add(Parts.row("0", row));
    JButton last = row[row.length - 1];
    getInputMap(JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT)
        .put(KeyStroke.getKeyStroke("ENTER"), "confirm");
    getActionMap()
        .put(
            "confirm",
            new AbstractAction() {
              private static final long serialVersionUID = 1L;

              @Override
              public void actionPerformed(ActionEvent event) {
                last.doClick(0);
              }
            });
  }

  /** Names the component that has the focus when the sheet is shown. */
  protected final void focusFirst(Component component) {
    first = component;
  }

  /** Called when it was put away: secrets in fields go with it, and work that it asked for. */
  protected void forget() {}

  void takeFocus() {
    Component target = first;
    if (target != null) {
      target.requestFocusInWindow();
    }
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    Graphics2D g = (Graphics2D) graphics.create();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(getBackground());
    g.fillRoundRect(0, 0, getWidth(), getHeight(), ARC, ARC);
    g.dispose();
  }

  int sheetWidth() {
    return WIDTH;
  }
}
