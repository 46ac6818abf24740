package org.conclave.ui.internal.admin;

import java.awt.print.PrinterJob;
import java.util.List;
import javax.print.PrintService;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JTextArea;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.JdkStack;

/** Chooses a printer and prints one page. Printers are looked for, and waited for, elsewhere. */
final class PrintSheet extends ActSheet {
  private static final long serialVersionUID = 1L;

  private final transient PrintedLeaf leaf;
  private final JTextArea says;
  private final JComboBox<String> printer = new JComboBox<>();
  private final JButton go;
  private transient List<PrintService> printers = List.of();

  PrintSheet(Office office, PrintedLeaf leaf) {
    super(office, "sheet.print", office.say("admin.print.title"));
    this.leaf = leaf;
    says = Parts.prose(office.say("admin.print.looking"));
    says.setName("print.says");
    form.add(says, "wmin 0");
    Entry<JComboBox<String>> choice =
        new Entry<>("print.printer", office.say("admin.print.printer"), printer);
    choice.setVisible(false);
    form.add(choice);
    go = Parts.primary("print.go", office.say("admin.print.go"), event -> print());
    go.setEnabled(false);
    JButton cancel = cancel();
    end(cancel, go);
    focusFirst(cancel);
    office
        .desk()
        .background()
        .run(
            Lane.SLOW,
            JdkStack::printers,
            found -> {
              printers = found;
              found.forEach(each -> printer.addItem(each.getName()));
              boolean some = !found.isEmpty();
              says.setText(office.say(some ? "admin.print.about" : "admin.print.none"));
              choice.setVisible(some);
              go.setEnabled(some);
              office.sheets().revalidate();
            },
            failure -> says.setText(office.say("admin.print.none")));
  }

  private void print() {
    PrintService chosen = printers.get(printer.getSelectedIndex());
    act(
        office.say("admin.print.doing"),
        () -> {
          PrinterJob job = PrinterJob.getPrinterJob();
          job.setPrintService(chosen);
          job.setPrintable(leaf);
          job.setJobName("Conclave");
          job.print();
          return true;
        },
        printed -> {
          if (office.sheets().isShowing(this)) {
            office.sheets().putAway();
          }
        },
        failed -> refuse(office.say("admin.print.failed", chosen.getName())));
  }
}
