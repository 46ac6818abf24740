package org.conclave.ui.internal.look;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.Cursor;
import java.awt.Dimension;
import java.awt.event.ActionListener;
import javax.swing.BorderFactory;
import javax.swing.Icon;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.ScrollPaneConstants;
import net.miginfocom.swing.MigLayout;

/**
 * The window's labels, buttons and grounds. Colours are given as styles that FlatLaf resolves again
 * when the theme is switched. Text is never taken for HTML: names come from other people.
 */
public final class Parts {
  private static final String HTML_DISABLE = "html.disable";

  private Parts() {}

  public static JLabel label(String text) {
    JLabel label = new JLabel();
    label.putClientProperty(HTML_DISABLE, true);
    label.setText(text);
    return label;
  }

  public static JLabel label(String text, String styleClass, String colour) {
    JLabel label = label(text);
    label.putClientProperty(FlatClientProperties.STYLE_CLASS, styleClass);
    ink(label, colour);
    return label;
  }

  public static JLabel title(String text) {
    JLabel label = label(text);
    label.putClientProperty(FlatClientProperties.STYLE_CLASS, "h2");
    return label;
  }

  /** A title that wraps: a card's says a whole sentence. */
  public static JTextArea sentence(String text) {
    JTextArea area = prose(text);
    area.putClientProperty(
        FlatClientProperties.STYLE,
        "font: $h2.font; foreground: $Label.foreground; margin: 0,0,0,0");
    return area;
  }

  /** Buttons at the end of a line. */
  public static JPanel row(String insets, JButton... buttons) {
    JPanel row =
        clear(
            new JPanel(
                new MigLayout(
                    "insets " + insets + ", gap 8", "push" + "[]".repeat(buttons.length))));
    for (JButton button : buttons) {
      row.add(button);
    }
    return row;
  }

  public static JLabel heading(String text) {
    JLabel label = label(text);
    label.putClientProperty(FlatClientProperties.STYLE_CLASS, "h4");
    return label;
  }

  public static JLabel muted(String text) {
    return ink(label(text), "muted");
  }

  /** Running text that wraps, for reading only. */
  public static JTextArea prose(String text) {
    return prose(text, "muted");
  }

  public static JTextArea prose(String text, String colour) {
    JTextArea area = new JTextArea(text);
    area.setEditable(false);
    area.setFocusable(false);
    area.setOpaque(false);
    area.setLineWrap(true);
    area.setWrapStyleWord(true);
    area.setBorder(BorderFactory.createEmptyBorder());
    area.setMinimumSize(new Dimension(0, 0));
    proseInk(area, colour);
    return area;
  }

  /** Gives running text another colour of the palette. */
  public static void proseInk(JTextArea area, String colour) {
    area.putClientProperty(
        FlatClientProperties.STYLE,
        "font: $Label.font; foreground: $Conclave." + colour + "; margin: 0,0,0,0");
  }

  public static JButton button(String name, String text, ActionListener action) {
    JButton button = new JButton(text);
    button.setName(name);
    button.addActionListener(action);
    return button;
  }

  /** The one button that carries the accent: what Enter does. */
  public static JButton primary(String name, String text, ActionListener action) {
    JButton button = button(name, text, action);
    button.putClientProperty(
        FlatClientProperties.STYLE,
        "background: $Button.default.background; foreground: $Button.default.foreground;"
            + "focusedBackground: $Button.default.background;"
            + "hoverBackground: $Button.default.hoverBackground;"
            + "pressedBackground: $Button.default.pressedBackground;"
            + "focusedBackground: $Button.default.hoverBackground;"
            + "borderColor: $Button.default.borderColor;"
            + "hoverBorderColor: $Button.default.borderColor");
    return button;
  }

  /** A button for what cannot be undone. */
  public static JButton danger(String name, String text, ActionListener action) {
    JButton button = button(name, text, action);
    button.putClientProperty(
        FlatClientProperties.STYLE,
        "background: $Conclave.dangerGround; foreground: $Conclave.dangerForeground;"
            + "focusedBackground: $Conclave.dangerGround;"
            + "hoverBackground: $Conclave.dangerGround; pressedBackground: $Conclave.dangerGround;"
            + "borderColor: $Conclave.danger; hoverBorderColor: $Conclave.danger;"
            + "focusedBorderColor: $Conclave.danger");
    return button;
  }

  /** A box to tick, with room before its words. */
  public static JCheckBox tick(String name, String text) {
    JCheckBox box = new JCheckBox();
    box.putClientProperty(HTML_DISABLE, true);
    box.setText(text);
    box.setName(name);
    box.setOpaque(false);
    box.setIconTextGap(Look.GRID);
    return box;
  }

  /** A button without a frame, in the accent's colour. */
  public static JButton link(String name, String text, ActionListener action) {
    JButton button = button(name, text, action);
    button.putClientProperty(
        FlatClientProperties.BUTTON_TYPE, FlatClientProperties.BUTTON_TYPE_BORDERLESS);
    button.putClientProperty(
        FlatClientProperties.STYLE, "foreground: $Conclave.accentText; margin: 4,8,4,8");
    button.setCursor(Cursor.getPredefinedCursor(Cursor.HAND_CURSOR));
    return button;
  }

  /** A button that is an icon; {@code says} is its tooltip and what a screen reader reads. */
  public static JButton icon(String name, Icon icon, String says, ActionListener action) {
    JButton button = button(name, "", action);
    button.setIcon(icon);
    button.setToolTipText(says);
    button.getAccessibleContext().setAccessibleName(says);
    button.putClientProperty(
        FlatClientProperties.BUTTON_TYPE, FlatClientProperties.BUTTON_TYPE_TOOLBAR_BUTTON);
    button.putClientProperty(
        FlatClientProperties.STYLE, "foreground: $Conclave.muted; margin: 6,6,6,6; arc: 10");
    return button;
  }

  public static <C extends JComponent> C ground(C component, String colour) {
    component.putClientProperty(FlatClientProperties.STYLE, "background: $Conclave." + colour);
    component.setOpaque(true);
    return component;
  }

  public static <C extends JComponent> C ink(C component, String colour) {
    component.putClientProperty(FlatClientProperties.STYLE, "foreground: $Conclave." + colour);
    return component;
  }

  public static JPanel clear(JPanel panel) {
    panel.setOpaque(false);
    return panel;
  }

  /** A scroll pane without frame or ground of its own that never scrolls sideways. */
  public static JScrollPane scroll(JComponent view) {
    JScrollPane pane =
        new JScrollPane(
            view,
            ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
            ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
    pane.setBorder(BorderFactory.createEmptyBorder());
    pane.setOpaque(false);
    pane.getViewport().setOpaque(false);
    pane.getVerticalScrollBar().setUnitIncrement(Look.GRID * 3);
    return pane;
  }
}
