package org.conclave.ui.internal.chat;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Insets;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.ScrollPaneConstants;
import javax.swing.plaf.basic.BasicGraphicsUtils;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Keys;
import org.conclave.ui.internal.look.Look;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.text.Text;

/** Where a message is typed. Enter sends, Shift+Enter begins a new line. It never waits. */
final class Composer extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int LIMIT_BYTES = 65_536;
  private static final int MOST_LINES = 6;

  private final transient Text text;
  private final transient Consumer<String> send;
  private final Area area = new Area();
  private final JButton button;
  private final JTextArea error = Parts.prose("", "danger");
  private boolean opening;

  /**
   * @param changed is called when something was typed
   */
  Composer(Text text, Consumer<String> send, Runnable changed) {
    super(new BorderLayout(0, 4));
    this.text = text;
    this.send = send;
    Parts.ground(this, "conversation");
    setBorder(BorderFactory.createEmptyBorder(16, 16, 16, 16));
    area.setName("composer");
    area.setLineWrap(true);
    area.setWrapStyleWord(true);
    area.setBorder(BorderFactory.createEmptyBorder());
    area.putClientProperty(
        FlatClientProperties.STYLE,
        "background: $Conclave.list; margin: 0,0,0,0; font: $defaultFont");
    Keys.focused(area, "ENTER", this::submit);
    Keys.focused(area, "shift ENTER", () -> area.replaceSelection("\n"));
    Changes.of(
        area,
        () -> {
          typed();
          if (!opening) {
            changed.run();
          }
        });
    button = Parts.icon("send", Glyph.SEND.icon(20), text.get("composer.send"), event -> submit());
    button.setEnabled(false);
    JPanel box =
        new JPanel(new MigLayout("insets 4 16 4 4, fill", "[grow, fill, 0:0:][]", "[center]"));
    box.putClientProperty(FlatClientProperties.STYLE, "background: $Conclave.list; arc: 20");
    JScrollPane scroll =
        new JScrollPane(
            area,
            ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
            ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
    scroll.setBorder(BorderFactory.createEmptyBorder());
    scroll.setOpaque(false);
    scroll.getViewport().setOpaque(false);
    box.add(scroll);
    box.add(button, "aligny bottom");
    error.setName("composer.error");
    error.setVisible(false);
    add(error, BorderLayout.NORTH);
    add(box, BorderLayout.CENTER);
  }

  /** Shows the draft of a conversation. */
  void open(String conversation, String draft) {
    String says = text.get("composer.placeholder", conversation);
    area.placeholder = says;
    area.getAccessibleContext().setAccessibleName(says);
    opening = true;
    area.setText(draft);
    opening = false;
    area.setCaretPosition(draft.length());
    refuse("");
  }

  String draft() {
    return area.getText();
  }

  void takeFocus() {
    area.requestFocusInWindow();
  }

  private void typed() {
    button.setEnabled(!area.getText().isBlank());
    refuse("");
    revalidate();
    repaint();
  }

  private void refuse(String why) {
    error.setText(why);
    error.setVisible(!why.isEmpty());
  }

  private void submit() {
    String typed = area.getText().strip();
    if (typed.isEmpty()) {
      return;
    }
    if (typed.getBytes(StandardCharsets.UTF_8).length > LIMIT_BYTES) {
      refuse(text.get("failure.messenger.INVALID_TEXT"));
      revalidate();
      return;
    }
    area.setText("");
    send.accept(typed);
  }

  private static final class Area extends JTextArea {
    private static final long serialVersionUID = 1L;

    private String placeholder = "";

    @Override
    public Dimension getPreferredScrollableViewportSize() {
      int line = getRowHeight();
      Insets insets = getInsets();
      int lines = Math.max(line, Math.min(getPreferredSize().height, line * MOST_LINES));
      return new Dimension(Look.GRID * 10, lines + insets.top + insets.bottom);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
      super.paintComponent(graphics);
      if (getDocument().getLength() == 0 && graphics instanceof java.awt.Graphics2D g) {
        g.setFont(getFont());
        g.setColor(Look.colour("muted"));
        String clipped =
            BasicGraphicsUtils.getClippedString(
                this, getFontMetrics(getFont()), placeholder, getWidth());
        BasicGraphicsUtils.drawString(
            this,
            g,
            clipped,
            getInsets().left,
            getInsets().top + getFontMetrics(getFont()).getAscent());
      }
    }
  }
}
