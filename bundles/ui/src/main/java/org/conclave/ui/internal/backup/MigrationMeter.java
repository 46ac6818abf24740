package org.conclave.ui.internal.backup;

import java.util.function.Consumer;
import javax.swing.JPasswordField;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.migration.Migration;
import org.conclave.ui.internal.passphrase.Meter;
import org.conclave.ui.internal.passphrase.Passphrase;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/** Has migration judge a passphrase: a backup may fall into hands that have all the time. */
record MigrationMeter(Desk desk) implements Meter {
  @Override
  public void rate(JPasswordField field, Consumer<Passphrase.Strength> then) {
    SecretBytes typed = Passphrase.of(field);
    desk.background()
        .run(
            Lane.READ,
            () -> {
              try (typed) {
                return Passphrase.Strength.valueOf(
                    desk.services().require(Migration.class).strength(typed).name());
              }
            },
            then,
            failure -> then.accept(Passphrase.Strength.WEAK));
  }
}
