package org.conclave.ui.internal.backup;

import com.formdev.flatlaf.FlatClientProperties;
import java.nio.file.Path;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JTextArea;
import org.conclave.api.migration.BackupSummary;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.sheet.Sheet;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.work.Desk;

/** Says where a backup is, and what to do with it. */
final class ExportedSheet extends Sheet {
  private static final long serialVersionUID = 1L;
  private static final long KIBI = 1_024;

  ExportedSheet(Desk desk, Sheets sheets, Path file, BackupSummary summary) {
    super("sheet.exported", desk.say("exported.title"), desk.say("close"), sheets);
    JTextArea path = Parts.prose(file.toString());
    path.setName("exported.path");
    path.setFocusable(true);
    path.setWrapStyleWord(false);
    path.setOpaque(true);
    path.setBorder(BorderFactory.createEmptyBorder(12, 16, 12, 16));
    path.getAccessibleContext().setAccessibleName(desk.say("export.file"));
    path.putClientProperty(
        FlatClientProperties.STYLE,
        "font: $monospaced.font; foreground: $Label.foreground;"
            + "background: $Conclave.list; margin: 0,0,0,0");
    add(path, "wmin 0");
    add(
        Parts.prose(
            desk.say(
                "exported.holds",
                summary.conversations().size(),
                summary.messages(),
                Math.max(1, summary.size() / KIBI))),
        "wmin 0");
    add(Parts.prose(desk.say("exported.todo")), "wmin 0");
    JButton done = Parts.primary("exported.done", desk.say("done"), event -> sheets.putAway());
    finish(done);
    focusFirst(done);
  }
}
