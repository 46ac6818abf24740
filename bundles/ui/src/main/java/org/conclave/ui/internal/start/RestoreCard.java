package org.conclave.ui.internal.start;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPasswordField;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.ProgressListener;
import org.conclave.api.migration.BackupSummary;
import org.conclave.api.migration.Migration;
import org.conclave.api.migration.MigrationException;
import org.conclave.ui.internal.carry.Handover;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.passphrase.NewPassphrase;
import org.conclave.ui.internal.passphrase.Passphrase;
import org.conclave.ui.internal.sheet.FileSheet;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;
import org.conclave.ui.internal.work.Endable;

/**
 * Restores a backup in two steps: it is opened and what is in it is shown, and only then is the
 * account put into this profile. Until then nothing is changed.
 */
final class RestoreCard extends Card {
  private static final long serialVersionUID = 1L;
  private static final int NAMES = 5;

  private final transient Desk desk;
  private final transient Runnable restored;
  private final Entry<JTextField> file;
  private final Entry<JPasswordField> passphrase;
  private final JPanel preview = Panels.box();
  private final JLabel organisation = Parts.heading("");
  private final JTextArea details = Parts.prose("");
  private final JTextArea contents = Parts.prose("");
  private final JTextArea off;
  private final JButton go;
  private transient Optional<Path> chosen = Optional.empty();
  private transient Optional<Endable<BackupSummary>> underWay = Optional.empty();
  private boolean opened;
  private boolean available = true;

  RestoreCard(Desk desk, Sheets sheets, Runnable back, Runnable restored) {
    super("restore", desk.say("restore.title"), desk.say("restore.about"));
    this.desk = desk;
    this.restored = restored;
    off = Parts.prose(desk.say("restore.off"), "warning");
    off.setName("restore.off");
    off.setVisible(false);
    add(off, "wmin 0");
    JTextField path = new JTextField();
    path.setEditable(false);
    JPanel row =
        Parts.clear(new JPanel(new MigLayout("insets 0, gap 8 0", "[grow, fill, 0:0:][]")));
    row.add(path);
    row.add(
        Parts.button(
            "restore.choose",
            desk.say("restore.choose"),
            event -> FileSheet.open(desk, sheets, desk.say("restore.file"), this::choose)));
    file = new Entry<>("restore.file", desk.say("restore.file"), path, row);
    add(file);
    passphrase =
        new Entry<>("restore.passphrase", desk.say("restore.passphrase"), NewPassphrase.newField());
    Changes.of(
        passphrase.field(),
        () -> {
          passphrase.accept();
          close();
        });
    add(passphrase);
    preview.setName("restore.preview");
    organisation.setName("restore.organisation");
    details.setName("restore.details");
    preview.add(organisation);
    contents.setName("restore.contents");
    preview.add(details, "wmin 0");
    preview.add(contents, "wmin 0");
    preview.add(Parts.prose(desk.say("restore.consequence"), "warning"), "wmin 0");
    preview.setVisible(false);
    add(preview, "wmin 0");
    go = Parts.primary("restore.go", desk.say("restore.open"), event -> next());
    finish(Parts.button("restore.back", desk.say("back"), event -> back.run()), go);
  }

  @Override
  void take(Handover.Handed handed) {
    if (handed instanceof Handover.Handed.OfFile dropped && underWay.isEmpty()) {
      choose(dropped.path());
    }
  }

  private void choose(Path path) {
    chosen = Optional.of(path);
    file.accept();
    file.field().setText(path.toString());
    close();
    passphrase.field().requestFocusInWindow();
  }

  /** What was shown of the backup does not hold for another file or passphrase. */
  private void close() {
    opened = false;
    preview.setVisible(false);
    go.setText(desk.say("restore.open"));
    revalidate();
  }

  private void next() {
    if (chosen.isEmpty()) {
      file.refuse(desk.say("restore.file.missing"));
      return;
    }
    if (passphrase.field().getDocument().getLength() == 0) {
      passphrase.refuse(desk.say("field.required"));
      return;
    }
    if (opened) {
      run("restore.doing", Migration::restore, summary -> done());
    } else {
      run("restore.opening", Migration::inspect, this::show);
    }
  }

  private interface Step {
    BackupSummary on(Migration migration, Path file, SecretBytes typed, ProgressListener progress)
        throws MigrationException;
  }

  private void run(String doing, Step step, Consumer<BackupSummary> then) {
    Path path = chosen.orElseThrow();
    SecretBytes typed = Passphrase.of(passphrase.field());
    Callable<BackupSummary> work =
        () -> {
          try (typed) {
            return step.on(
                desk.services().require(Migration.class),
                path,
                typed,
                perMille -> desk.background().deliver(() -> progressed(perMille)));
          }
        };
    Endable<BackupSummary> endable = new Endable<>(work);
    underWay = Optional.of(endable);
    busy(desk.say(doing), desk.say("cancel"), endable::end);
    desk.background()
        .run(
            Lane.LONG,
            endable,
            summary -> {
              underWay = Optional.empty();
              idle();
              then.accept(summary);
            },
            failure -> {
              typed.close();
              underWay = Optional.empty();
              idle();
              allow();
              refuse(failure);
            });
  }

  private void refuse(Exception failure) {
    if (failure instanceof InterruptedException
        || failure instanceof MigrationException ended
            && ended.reason() == MigrationException.Reason.INTERRUPTED) {
      passphrase.field().requestFocusInWindow();
      return;
    }
    String said = Failures.say(desk.text(), failure);
    boolean ofPassphrase =
        failure instanceof MigrationException e
            && e.reason() == MigrationException.Reason.WRONG_PASSPHRASE_OR_DAMAGED;
    if (ofPassphrase) {
      passphrase.refuse(said);
    } else {
      file.refuse(said);
    }
  }

  private void show(BackupSummary summary) {
    opened = true;
    organisation.setText(summary.account().organisationName());
    List<String> names = summary.conversations();
    String conversations = String.join(", ", names.subList(0, Math.min(NAMES, names.size())));
    details.setText(
        desk.say(
            "restore.details",
            summary.account().memberName(),
            desk.say("role." + summary.account().role()),
            desk.text().date(summary.createdAt())));
    String content =
        names.isEmpty()
            ? desk.say("restore.conversations.none")
            : desk.say(
                "restore.conversations",
                names.size(),
                conversations + (names.size() > NAMES ? ", …" : ""));
    contents.setText(content + "\n" + desk.say("restore.messages", summary.messages()));
    preview.setVisible(true);
    go.setText(desk.say("restore.go"));
    go.requestFocusInWindow();
    revalidate();
  }

  private void done() {
    forget();
    restored.run();
  }

  @Override
  void know(Situation situation) {
    available = situation.migration();
    // Right after unlocking the part is about to come, and a word about it would only flicker.
    off.setVisible(!available && situation.onboarding());
    allow();
    revalidate();
  }

  private void allow() {
    if (underWay.isEmpty()) {
      go.setEnabled(available);
    }
  }

  /** The account is here a moment before the call that brings it returns. */
  @Override
  boolean holds() {
    return opened && underWay.isPresent();
  }

  @Override
  void takeFocus() {
    file.field().requestFocusInWindow();
  }

  @Override
  void forget() {
    underWay.ifPresent(Endable::end);
    passphrase.field().setText("");
  }
}
