package org.conclave.ui.internal.admin;

import javax.swing.JButton;
import javax.swing.JPasswordField;
import javax.swing.JTextArea;
import org.conclave.api.organisation.Administration;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Keys;
import org.conclave.ui.internal.look.Parts;

/** Replaces the root key by the recovery code, or by shares of it, which are never shown. */
final class SucceedSheet extends ActSheet {
  private static final long serialVersionUID = 1L;

  private final transient SecretCodes codes = new SecretCodes();
  private final Entry<JPasswordField> code;
  private final JTextArea taken = Parts.prose("");

  SucceedSheet(Office office) {
    super(office, "sheet.succeed", office.say("admin.succeed.title"));
    prose("admin.succeed.explains");
    form.add(Parts.prose(office.say("admin.succeed.warning"), "danger"), "wmin 0");
    code = new Entry<>("succeed.code", office.say("admin.succeed.code"), new JPasswordField());
    Changes.of(code.field(), code::accept);
    form.add(code);
    JButton another =
        Parts.button(
            "succeed.another", office.say("admin.succeed.another"), event -> takeAnother());
    form.add(another, "grow 0, gaptop -8");
    taken.setName("succeed.taken");
    taken.setVisible(false);
    form.add(taken, "wmin 0");
    JButton go = Parts.danger("succeed.go", office.say("admin.succeed.open"), event -> succeed());
    endWithCare(cancel(), go);
    Keys.focused(code.field(), "ENTER", this::takeAnother);
    focusFirst(code.field());
  }

  private void takeAnother() {
    if (!codes.take(code.field())) {
      code.refuse(office.say("field.required"));
      return;
    }
    count();
    code.field().requestFocusInWindow();
  }

  private void count() {
    taken.setText(office.say("admin.succeed.taken", codes.count()));
    taken.setVisible(codes.count() > 0);
    revalidate();
  }

  private void succeed() {
    codes.take(code.field());
    if (codes.count() == 0) {
      code.refuse(office.say("field.required"));
      return;
    }
    String recovery = codes.lines();
    act(
        office.say("admin.succeed.doing"),
        () -> {
          office.desk().services().require(Administration.class).succeedRoot(recovery);
          return true;
        },
        succeeded -> done(office.say("admin.succeed.done")),
        refused -> {
          codes.forget();
          count();
          code.refuse(refused);
        });
  }

  @Override
  protected void forget() {
    codes.forget();
    code.field().setText("");
  }
}
