package org.conclave.ui.internal.sheet;

import java.awt.Component;
import java.awt.Dimension;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFileChooser;
import javax.swing.JPanel;
import javax.swing.JRootPane;
import javax.swing.JTextArea;
import javax.swing.plaf.basic.BasicFileChooserUI;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/**
 * Chooses a file to open or to write, within the window: so it goes when the window is locked, and
 * blocks nothing. Shown above the sheet that asks, and puts only itself away.
 */
public final class FileSheet extends Sheet {
  private static final long serialVersionUID = 1L;
  private static final int HEIGHT = 320;

  private final transient Desk desk;
  private final Sheets sheets;
  private final JFileChooser chooser = new JFileChooser();
  private final JTextArea says = Parts.prose("", "danger");
  private final JButton go;
  private final boolean saving;
  private final transient Consumer<Path> chosen;
  private transient Path refused = Path.of("");

  private FileSheet(
      Desk desk, Sheets sheets, String title, String goes, boolean saving, Consumer<Path> chosen) {
    super("sheet.file", title, desk.say("close"), sheets);
    this.desk = desk;
    this.sheets = sheets;
    this.saving = saving;
    this.chosen = chosen;
    chooser.setName("file.chooser");
    chooser.setControlButtonsAreShown(false);
    chooser.setAcceptAllFileFilterUsed(true);
    chooser.setPreferredSize(new Dimension(0, HEIGHT));
    chooser.setBorder(BorderFactory.createEmptyBorder());
    letThrough(chooser);
    chooser.addActionListener(
        event -> {
          if (JFileChooser.APPROVE_SELECTION.equals(event.getActionCommand())) {
            choose(chooser.getSelectedFile());
          } else {
            sheets.putAway();
          }
        });
    says.setName("file.says");
    says.setVisible(false);
    add(chooser, "wmin 0");
    add(says, "wmin 0");
    go = Parts.primary("file.go", goes, event -> approve());
    finish(Parts.button("file.cancel", desk.say("cancel"), event -> sheets.putAway()), go);
    focusFirst(chooser);
  }

  /** The sheet's own ground is seen between the chooser's parts. */
  private static void letThrough(JComponent part) {
    part.setOpaque(false);
    for (Component child : part.getComponents()) {
      if (child instanceof JPanel panel) {
        letThrough(panel);
      }
    }
  }

  /** Asks for a file that is there. */
  public static void open(Desk desk, Sheets sheets, String title, Consumer<Path> chosen) {
    sheets.showAbove(new FileSheet(desk, sheets, title, desk.say("file.open"), false, chosen));
  }

  /** Asks where to write; before something is replaced it says so. */
  public static void save(
      Desk desk, Sheets sheets, String title, String suggested, Consumer<Path> chosen) {
    FileSheet sheet = new FileSheet(desk, sheets, title, desk.say("file.save"), true, chosen);
    sheet.chooser.setDialogType(JFileChooser.SAVE_DIALOG);
    sheet.chooser.setSelectedFile(new File(sheet.chooser.getCurrentDirectory(), suggested));
    sheets.showAbove(sheet);
  }

  /** A chooser makes its own button the window's, which would outlive it. */
  @Override
  protected void forget() {
    JRootPane root = getRootPane();
    if (root != null) {
      root.setDefaultButton(null);
    }
  }

  /** Takes what is typed or marked, as the chooser's own button would. */
  private void approve() {
    if (chooser.getUI() instanceof BasicFileChooserUI look) {
      look.getApproveSelectionAction().actionPerformed(null);
    }
  }

  private void choose(File file) {
    Path path = file.toPath();
    go.setEnabled(false);
    desk.background()
        .run(
            Lane.READ,
            () -> saving ? Files.exists(path) : !Files.isReadable(path),
            problem -> {
              go.setEnabled(true);
              if (problem && !(saving && path.equals(refused))) {
                refused = path;
                says.setText(desk.say(saving ? "file.replace" : "file.unreadable", file.getName()));
                says.setVisible(true);
                revalidate();
              } else if (sheets.isShowing(this)) {
                sheets.putAway();
                chosen.accept(path);
              }
            },
            failure -> go.setEnabled(true));
  }
}
