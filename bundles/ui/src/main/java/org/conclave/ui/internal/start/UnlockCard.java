package org.conclave.ui.internal.start;

import javax.swing.JPasswordField;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.passphrase.NewPassphrase;
import org.conclave.ui.internal.passphrase.Passphrase;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/** Opens the profile with its passphrase. */
final class UnlockCard extends Card {
  private static final long serialVersionUID = 1L;

  private final transient Desk desk;
  private final transient Runnable opened;
  private final Entry<JPasswordField> passphrase;

  UnlockCard(Desk desk, Runnable opened) {
    super("unlock", desk.say("unlock.title"), desk.say("unlock.about"));
    this.desk = desk;
    this.opened = opened;
    passphrase = new Entry<>("unlock.passphrase", desk.say("passphrase"), NewPassphrase.newField());
    Changes.of(passphrase.field(), passphrase::accept);
    add(passphrase);
    finish(Parts.primary("unlock.open", desk.say("unlock.open"), event -> unlock()));
  }

  private void unlock() {
    SecretBytes typed = Passphrase.of(passphrase.field());
    busy(desk.say("unlock.doing"));
    desk.background()
        .run(
            Lane.SLOW,
            () -> {
              try (typed) {
                desk.services().require(ProfileAccess.class).unlock(typed);
              }
              return true;
            },
            unlocked -> {
              forget();
              idle();
              opened.run();
              desk.refresh().run();
            },
            failure -> {
              idle();
              passphrase.refuse(Failures.say(desk.text(), failure));
              desk.refresh().run();
            });
  }

  @Override
  void takeFocus() {
    passphrase.field().requestFocusInWindow();
  }

  @Override
  void forget() {
    passphrase.field().setText("");
  }
}
