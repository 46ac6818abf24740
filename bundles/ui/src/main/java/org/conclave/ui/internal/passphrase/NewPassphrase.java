package org.conclave.ui.internal.passphrase;

import com.formdev.flatlaf.FlatClientProperties;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPasswordField;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.text.Text;

/** A new passphrase, typed twice, with a word on how strong it is. Neither field can be copied. */
public final class NewPassphrase extends JPanel {
  private static final long serialVersionUID = 1L;

  private final transient Text text;
  private final transient Meter meter;
  private final Passphrase.Strength least;
  private final Entry<JPasswordField> first;
  private final Entry<JPasswordField> second;
  private final StrengthBar bar = new StrengthBar();
  private final JLabel strength;
  private Passphrase.Strength rated = Passphrase.Strength.TOO_SHORT;
  private int turn;

  /** For the profile, which stays on this computer. */
  public NewPassphrase(Text text) {
    this(text, Meter.OWN, Passphrase.Strength.WEAK);
  }

  /**
   * @param least what is weaker is refused
   */
  public NewPassphrase(Text text, Meter meter, Passphrase.Strength least) {
    super(new MigLayout("insets 0, gap 0 4, fillx, wrap 1", "[grow, fill, 0:0:]"));
    this.text = text;
    this.meter = meter;
    this.least = least;
    setOpaque(false);
    first = new Entry<>("passphrase", text.get("passphrase.new"), newField());
    second = new Entry<>("passphrase.again", text.get("passphrase.again"), newField());
    strength = Parts.muted(text.get("passphrase.hint"));
    strength.setName("passphrase.strength");
    add(first);
    add(bar, "gaptop 4");
    add(strength);
    add(second, "gaptop 12");
    Changes.of(
        first.field(),
        () -> {
          first.accept();
          second.accept();
          rate();
        });
    Changes.of(second.field(), second::accept);
  }

  public static JPasswordField newField() {
    JPasswordField field = new JPasswordField();
    field.putClientProperty(FlatClientProperties.STYLE, "showRevealButton: true");
    return field;
  }

  private void rate() {
    int mine = ++turn;
    if (first.field().getDocument().getLength() == 0) {
      rated = Passphrase.Strength.TOO_SHORT;
      bar.clear();
      strength.setText(text.get("passphrase.hint"));
      return;
    }
    meter.rate(
        first.field(),
        found -> {
          if (mine == turn) {
            rated = found;
            bar.show(found);
            strength.setText(text.get("passphrase.strength." + found));
          }
        });
  }

  /** Whether both are there, strong enough and the same; else says what is wrong at the field. */
  public boolean check() {
    if (rated == Passphrase.Strength.TOO_SHORT) {
      first.refuse(text.get("failure.profile.WEAK_PASSPHRASE"));
      return false;
    }
    if (rated.compareTo(least) < 0) {
      first.refuse(text.get("failure.migration.WEAK_PASSPHRASE"));
      return false;
    }
    if (!Passphrase.same(first.field(), second.field())) {
      second.refuse(text.get("passphrase.differ"));
      return false;
    }
    return true;
  }

  public SecretBytes passphrase() {
    return Passphrase.of(first.field());
  }

  public void refuse(String what) {
    first.refuse(what);
  }

  public void takeFocus() {
    first.field().requestFocusInWindow();
  }

  public JPasswordField firstField() {
    return first.field();
  }

  /** Empties the fields. */
  public void forget() {
    first.field().setText("");
    second.field().setText("");
  }
}
