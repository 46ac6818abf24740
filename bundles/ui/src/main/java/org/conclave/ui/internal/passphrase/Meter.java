package org.conclave.ui.internal.passphrase;

import java.util.function.Consumer;
import javax.swing.JPasswordField;

/** Says how hard what is typed would be to guess, at once or soon, on the event thread. */
@FunctionalInterface
public interface Meter {
  /** The window's own, for a passphrase that never leaves this computer. */
  Meter OWN = (field, then) -> then.accept(Passphrase.strength(field));

  void rate(JPasswordField field, Consumer<Passphrase.Strength> then);
}
