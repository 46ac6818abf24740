package org.conclave.ui.internal.admin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.audit.AuditEntry;
import org.conclave.api.audit.AuditLog;
import org.conclave.api.audit.AuditVerdict;
import org.conclave.api.identity.DeviceId;
import org.conclave.ui.internal.list.Cell;
import org.conclave.ui.internal.list.CellList;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.sheet.FileSheet;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;

/** The local audit log, the newest first, and ways to check and export it. */
final class AuditSection extends SectionPage {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 100;

  private final AuditWords words;
  private final CellList<AuditEntry> list;
  private final JTextArea none = Parts.prose("");
  private final JTextArea verdict = Parts.prose("", "accentText");
  private final JTextArea refusal = Parts.prose("", "danger");
  private final JButton older;
  private final List<JButton> ways = new ArrayList<>();
  private transient List<AuditEntry> shown = List.of();
  private transient Affairs affairs = Affairs.NONE;
  private boolean reading;

  AuditSection(Office office) {
    super(office, Section.AUDIT);
    words = new AuditWords(office.desk().text());
    way(Parts.button("audit.verify", office.say("admin.audit.verify"), event -> verify()));
    way(Parts.button("audit.export", office.say("admin.audit.export"), event -> export()));
    way(Parts.button("audit.file", office.say("admin.audit.file"), event -> verifyFile()));
    verdict.setName("audit.verdict");
    refusal.setName("audit.refusal");
    verdict.setVisible(false);
    refusal.setVisible(false);
    above(verdict);
    above(refusal);
    list =
        new CellList<>(
            "audit.entries", office.say("admin.section.AUDIT"), AuditEntry::number, this::cell);
    list.onOpen(entry -> office.sheets().show(new EntrySheet(office, words, entry)));
    none.setName("audit.none");
    none.setText(office.say("admin.audit.none"));
    content(list, none);
    older = Parts.link("audit.older", office.say("admin.audit.older"), event -> readOlder());
    older.setVisible(false);
    JPanel foot = Parts.clear(new JPanel(new MigLayout("insets 0 16 16 24, hidemode 3")));
    foot.add(older);
    add(foot, java.awt.BorderLayout.SOUTH);
  }

  private void way(JButton button) {
    ways.add(button);
    button(button);
  }

  private Cell.Content cell(AuditEntry entry) {
    return new Cell.Content(
        AuditWords.glyph(entry.event().kind()).icon(ICON, "muted"),
        words.kind(entry.event().kind()),
        words.details(entry.event()),
        office
            .desk()
            .text()
            .when(entry.at(), office.desk().text().day(office.desk().clock().instant())),
        0);
  }

  @Override
  void show(Affairs now) {
    affairs = now;
    if (isShowing()) {
      opened();
    }
  }

  /** Reads what is new, and keeps the older pages that were read already. */
  @Override
  void opened() {
    if (reading) {
      return;
    }
    reading = true;
    read(
        Long.MAX_VALUE,
        newest -> {
          List<AuditEntry> all = new ArrayList<>(newest);
          long oldest = newest.isEmpty() ? 0 : newest.get(newest.size() - 1).number();
          boolean joins = shown.stream().anyMatch(each -> each.number() == oldest);
          if (joins) {
            shown.stream().filter(each -> each.number() < oldest).forEach(all::add);
          }
          show(all);
        });
  }

  private void readOlder() {
    if (reading || shown.isEmpty()) {
      return;
    }
    reading = true;
    read(
        shown.get(shown.size() - 1).number(),
        page -> {
          List<AuditEntry> all = new ArrayList<>(shown);
          all.addAll(page);
          show(all);
        });
  }

  private void read(long before, java.util.function.Consumer<List<AuditEntry>> then) {
    office
        .desk()
        .background()
        .run(
            Lane.READ,
            () -> office.desk().services().require(AuditLog.class).entries(before, PAGE),
            page -> {
              reading = false;
              refusal.setVisible(false);
              allow(true);
              then.accept(page);
            },
            failure -> {
              reading = false;
              allow(false);
              refuse(failure);
            });
  }

  private void allow(boolean on) {
    ways.forEach(button -> button.setEnabled(on));
  }

  private void show(List<AuditEntry> entries) {
    shown = List.copyOf(entries);
    list.replace(shown);
    none.setVisible(shown.isEmpty());
    older.setVisible(!shown.isEmpty() && shown.get(shown.size() - 1).number() > 1);
    revalidate();
  }

  private void verify() {
    judge(
        office.say("admin.audit.verifying"),
        () -> office.desk().services().require(AuditLog.class).verify(),
        "admin.audit.intact");
  }

  private void export() {
    FileSheet.save(
        office.desk(),
        office.sheets(),
        office.say("admin.audit.export.title"),
        "conclave-audit.jsonl",
        file ->
            judge(
                office.say("admin.audit.exporting"),
                () -> office.desk().services().require(AuditLog.class).export(file),
                "admin.audit.exported"));
  }

  private void verifyFile() {
    FileSheet.open(
        office.desk(),
        office.sheets(),
        office.say("admin.audit.file.title"),
        file -> judgeFile(file));
  }

  private void judgeFile(Path file) {
    judge(
        office.say("admin.audit.verifying"),
        () -> office.desk().services().require(AuditLog.class).verify(file),
        "admin.audit.file.intact");
  }

  private void judge(String doing, Callable<AuditVerdict> work, String intact) {
    allow(false);
    refusal.setVisible(false);
    verdict.setText(doing);
    verdict.setVisible(true);
    revalidate();
    office
        .desk()
        .background()
        .run(
            Lane.SLOW,
            work,
            found -> {
              allow(true);
              say(found, intact);
            },
            failure -> {
              allow(true);
              verdict.setVisible(false);
              refuse(failure);
            });
  }

  private void say(AuditVerdict found, String intact) {
    if (found instanceof AuditVerdict.Broken broken) {
      verdict.setVisible(false);
      refusal.setText(office.say("admin.audit.broken", broken.number(), broken.reason()));
      refusal.setVisible(true);
    } else if (found instanceof AuditVerdict.Intact good) {
      verdict.setText(
          office.say(intact, good.entries())
              + " "
              + (intact.equals("admin.audit.intact")
                  ? ""
                  : good.signer()
                      .map(this::signer)
                      .orElseGet(() -> office.say("admin.audit.unsigned"))));
    }
    revalidate();
  }

  /** Whose device signed a file: intact means nothing where that is a stranger's. */
  private String signer(DeviceId device) {
    return affairs.members().stream()
        .filter(member -> member.device().filter(device::equals).isPresent())
        .findFirst()
        .map(member -> office.say("admin.audit.signer", member.name()))
        .orElseGet(() -> office.say("admin.audit.signer.unknown", Fingerprint.of(device)));
  }

  private void refuse(Exception failure) {
    refusal.setText(Failures.say(office.desk().text(), failure));
    refusal.setVisible(true);
    revalidate();
  }

  /** One line of the log with all that it says. */
  private static final class EntrySheet extends ActSheet {
    private static final long serialVersionUID = 1L;

    EntrySheet(Office office, AuditWords words, AuditEntry entry) {
      super(office, "sheet.entry", words.kind(entry.event().kind()));
      Facts facts =
          new Facts()
              .add("entry.number", office.say("admin.audit.number"), Long.toString(entry.number()))
              .add(
                  "entry.at",
                  office.say("admin.audit.at"),
                  office.desk().text().date(entry.at())
                      + ", "
                      + office.desk().text().time(entry.at()));
      entry
          .event()
          .details()
          .forEach((key, value) -> facts.add("entry." + key, words.detail(key), value));
      facts.addDigits("entry.hash", office.say("admin.audit.hash"), Fingerprint.of(entry.hash()));
      form.add(facts, "wmin 0");
      JButton done =
          Parts.button("entry.done", office.say("done"), event -> office.sheets().putAway());
      end(done);
      focusFirst(done);
    }
  }
}
