package org.conclave.ui.internal.admin;

import javax.swing.JButton;
import javax.swing.JPasswordField;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;
import org.conclave.api.organisation.Administration;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;

/** Splits the recovery code into shares, some of which make it again. */
final class SplitSheet extends ActSheet {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 16;
  private static final int USUAL_COUNT = 5;
  private static final int USUAL_THRESHOLD = 3;

  private final Entry<JPasswordField> code;
  private final SpinnerNumberModel count = new SpinnerNumberModel(USUAL_COUNT, 2, MOST, 1);
  private final SpinnerNumberModel threshold = new SpinnerNumberModel(USUAL_THRESHOLD, 2, MOST, 1);
  private final Entry<JSpinner> needed;

  SplitSheet(Office office) {
    super(office, "sheet.split", office.say("admin.split.title"));
    prose("admin.split.explains");
    code = new Entry<>("split.code", office.say("recovery.code"), new JPasswordField());
    Changes.of(code.field(), code::accept);
    form.add(code);
    form.add(new Entry<>("split.count", office.say("admin.split.count"), new JSpinner(count)));
    needed =
        new Entry<>(
            "split.threshold", office.say("admin.split.threshold"), new JSpinner(threshold));
    threshold.addChangeListener(event -> needed.accept());
    form.add(needed);
    JButton go = Parts.primary("split.go", office.say("admin.split.go"), event -> split());
    end(cancel(), go);
    focusFirst(code.field());
  }

  private void split() {
    int shares = count.getNumber().intValue();
    int enough = threshold.getNumber().intValue();
    if (enough > shares) {
      needed.refuse(office.say("admin.split.threshold.high", shares));
      return;
    }
    SecretCodes typed = new SecretCodes();
    if (!typed.take(code.field())) {
      code.refuse(office.say("field.required"));
      return;
    }
    String recovery = typed.lines();
    typed.forget();
    act(
        office.say("admin.split.doing"),
        () ->
            office
                .desk()
                .services()
                .require(Administration.class)
                .splitRecovery(recovery, enough, shares),
        made -> {
          if (office.sheets().isShowing(this)) {
            office.sheets().show(new SharesSheet(office, made, enough));
          }
        },
        code::refuse);
  }

  @Override
  protected void forget() {
    code.field().setText("");
  }
}
