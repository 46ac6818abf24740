package org.conclave.ui.internal.start;

import com.formdev.flatlaf.FlatClientProperties;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPasswordField;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Dot;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.text.Text;

/** A new passphrase, typed twice, with a word on how strong it is. */
final class NewPassphrase extends JPanel {
  private static final long serialVersionUID = 1L;

  private final transient Text text;
  private final Entry<JPasswordField> first;
  private final Entry<JPasswordField> second;
  private final JLabel strength;

  NewPassphrase(Text text) {
    super(new MigLayout("insets 0, gap 0 4, fillx, wrap 1", "[grow, fill]"));
    this.text = text;
    setOpaque(false);
    first = new Entry<>("passphrase", text.get("passphrase.new"), newField());
    second = new Entry<>("passphrase.again", text.get("passphrase.again"), newField());
    strength = Parts.muted(text.get("passphrase.hint"));
    strength.setName("passphrase.strength");
    add(first);
    add(strength);
    add(second, "gaptop 12");
    Changes.of(
        first.field(),
        () -> {
          first.accept();
          second.accept();
          tell();
        });
    Changes.of(second.field(), second::accept);
  }

  static JPasswordField newField() {
    JPasswordField field = new JPasswordField();
    field.putClientProperty(FlatClientProperties.STYLE, "showRevealButton: true");
    return field;
  }

  private void tell() {
    Passphrase.Strength found = Passphrase.strength(first.field());
    strength.setText(text.get("passphrase.strength." + found));
    strength.setIcon(
        new Dot(
            switch (found) {
              case TOO_SHORT, WEAK -> "danger";
              case FAIR -> "warning";
              case GOOD -> "good";
            }));
  }

  /** Whether both are there, long enough and the same; else says what is wrong beside the field. */
  boolean check() {
    if (Passphrase.strength(first.field()) == Passphrase.Strength.TOO_SHORT) {
      first.refuse(text.get("failure.profile.WEAK_PASSPHRASE"));
      return false;
    }
    if (!Passphrase.same(first.field(), second.field())) {
      second.refuse(text.get("passphrase.differ"));
      return false;
    }
    return true;
  }

  SecretBytes passphrase() {
    return Passphrase.of(first.field());
  }

  void refuse(String what) {
    first.refuse(what);
  }

  void takeFocus() {
    first.field().requestFocusInWindow();
  }

  /** Empties the fields. */
  void forget() {
    first.field().setText("");
    second.field().setText("");
  }
}
