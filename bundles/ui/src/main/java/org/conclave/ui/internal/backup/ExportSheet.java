package org.conclave.ui.internal.backup;

import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.migration.BackupSummary;
import org.conclave.api.migration.Migration;
import org.conclave.api.migration.MigrationException;
import org.conclave.ui.internal.look.Column;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.passphrase.NewPassphrase;
import org.conclave.ui.internal.passphrase.Passphrase;
import org.conclave.ui.internal.sheet.FileSheet;
import org.conclave.ui.internal.sheet.Sheet;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;
import org.conclave.ui.internal.work.Endable;

/** Writes this account into a backup that is sealed under a passphrase of its own. */
public final class ExportSheet extends Sheet {
  private static final long serialVersionUID = 1L;
  private static final int WHOLE = 1_000;

  private final transient Desk desk;
  private final Sheets sheets;
  private final NewPassphrase passphrase;
  private final JCheckBox history;
  private final Entry<JTextField> file;
  private final JProgressBar progress = new JProgressBar(0, WHOLE);
  private final JPanel underWay;
  private final JButton cancel;
  private final JButton go;
  private final JButton choose;
  private transient Optional<Path> chosen = Optional.empty();
  private transient Optional<Endable<BackupSummary>> work = Optional.empty();

  /**
   * @param organisation for the file's name
   */
  public ExportSheet(Desk desk, Sheets sheets, String organisation) {
    super("sheet.export", desk.say("export.title"), desk.say("close"), sheets);
    this.desk = desk;
    this.sheets = sheets;
    passphrase = new NewPassphrase(desk.text(), new MigrationMeter(desk), Passphrase.Strength.FAIR);
    history = new JCheckBox(desk.say("export.history"));
    history.setName("export.history");
    history.setOpaque(false);
    history.setIconTextGap(8);
    JTextField path = new JTextField();
    path.setEditable(false);
    choose =
        Parts.button(
            "export.choose",
            desk.say("export.choose"),
            event ->
                FileSheet.save(
                    desk, sheets, desk.say("export.file"), suggested(organisation), this::choose));
    JPanel row =
        Parts.clear(new JPanel(new MigLayout("insets 0, gap 8 0", "[grow, fill, 0:0:][]")));
    row.add(path);
    row.add(choose);
    file = new Entry<>("export.file", desk.say("export.file"), path, row);
    underWay =
        Parts.clear(new JPanel(new MigLayout("insets 0, gap 0 8, wrap 1", "[grow, fill, 0:0:]")));
    JTextArea doing = Parts.prose(desk.say("export.doing"));
    doing.setName("export.doing");
    progress.getAccessibleContext().setAccessibleName(desk.say("export.doing"));
    underWay.add(doing, "wmin 0");
    underWay.add(progress, "h 4!");
    underWay.setVisible(false);
    Column column = new Column("0 0 0 0", 16, 0);
    column.add(Parts.prose(desk.say("export.about")), "wmin 0");
    column.add(passphrase);
    column.add(history);
    column.add(Parts.prose(desk.say("export.history.about")), "gaptop -12, wmin 0");
    column.add(file);
    column.add(underWay);
    add(Parts.scroll(column), "wmin 0, hmin 0");
    cancel = Parts.button("export.cancel", desk.say("cancel"), event -> cancel());
    go = Parts.primary("export.go", desk.say("export.go"), event -> export());
    finish(cancel, go);
    focusFirst(passphrase.firstField());
  }

  private String suggested(String organisation) {
    String name = organisation.replaceAll("[^\\p{L}\\p{N}]+", "-");
    return name
        + "-"
        + DateTimeFormatter.ISO_LOCAL_DATE.format(desk.text().day(desk.clock().instant()))
        + ".backup";
  }

  private void choose(Path path) {
    chosen = Optional.of(path);
    file.accept();
    file.field().setText(path.toString());
  }

  private void cancel() {
    if (work.isPresent()) {
      cancel.setEnabled(false);
      work.get().end();
    } else {
      sheets.putAway();
    }
  }

  private void export() {
    if (work.isPresent() || !passphrase.check()) {
      return;
    }
    if (chosen.isEmpty()) {
      file.refuse(desk.say("export.file.missing"));
      return;
    }
    Path path = chosen.get();
    boolean withHistory = history.isSelected();
    SecretBytes typed = passphrase.passphrase();
    Endable<BackupSummary> endable =
        new Endable<>(
            () -> {
              try (typed) {
                return desk.services()
                    .require(Migration.class)
                    .export(
                        path,
                        typed,
                        withHistory,
                        perMille -> desk.background().deliver(() -> progress.setValue(perMille)));
              }
            });
    busy(Optional.of(endable));
    desk.background()
        .run(
            Lane.LONG,
            endable,
            summary -> {
              busy(Optional.empty());
              if (sheets.isShowing(this)) {
                sheets.show(new ExportedSheet(desk, sheets, path, summary));
              }
            },
            failure -> {
              typed.close();
              busy(Optional.empty());
              refuse(failure);
            });
  }

  private void busy(Optional<Endable<BackupSummary>> now) {
    work = now;
    progress.setValue(0);
    underWay.setVisible(now.isPresent());
    cancel.setEnabled(true);
    go.setEnabled(now.isEmpty());
    choose.setEnabled(now.isEmpty());
    history.setEnabled(now.isEmpty());
    passphrase.setEnabled(now.isEmpty());
    revalidate();
    if (now.isPresent()) {
      cancel.requestFocusInWindow();
      underWay.scrollRectToVisible(underWay.getBounds());
    }
  }

  private void refuse(Exception failure) {
    if (failure instanceof InterruptedException) {
      return;
    }
    if (!(failure instanceof MigrationException e)) {
      file.refuse(Failures.say(desk.text(), failure));
      return;
    }
    switch (e.reason()) {
      case INTERRUPTED -> passphrase.takeFocus();
      case WEAK_PASSPHRASE -> passphrase.refuse(Failures.say(desk.text(), e));
      default -> file.refuse(Failures.say(desk.text(), e));
    }
  }

  @Override
  protected void forget() {
    work.ifPresent(Endable::end);
    passphrase.forget();
  }
}
