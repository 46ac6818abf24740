package org.conclave.ui.internal.start;

import java.util.function.Consumer;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.organisation.AccountCode;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.passphrase.NewPassphrase;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/** The first step of joining: a profile, so that there is an account to invite. */
final class JoinProfileCard extends Card {
  private static final long serialVersionUID = 1L;

  private final transient Desk desk;
  private final transient Consumer<AccountCode> made;
  private final NewPassphrase passphrase;

  JoinProfileCard(Desk desk, Runnable back, Consumer<AccountCode> made) {
    super("join.profile", desk.say("join.profile.title"), desk.say("join.profile.about"));
    this.desk = desk;
    this.made = made;
    passphrase = new NewPassphrase(desk.text());
    add(passphrase);
    finish(
        Parts.button("join.profile.back", desk.say("back"), event -> back.run()),
        Parts.primary("join.profile.go", desk.say("next"), event -> make()));
  }

  private void make() {
    if (!passphrase.check()) {
      return;
    }
    SecretBytes typed = passphrase.passphrase();
    busy(desk.say("join.profile.doing"));
    desk.background()
        .run(
            Lane.SLOW,
            () -> Beginning.organisation(desk.services(), typed).accountCode(),
            code -> {
              forget();
              idle();
              made.accept(code);
            },
            failure -> {
              idle();
              passphrase.refuse(Failures.say(desk.text(), failure));
            });
  }

  @Override
  void takeFocus() {
    passphrase.takeFocus();
  }

  @Override
  void forget() {
    passphrase.forget();
  }
}
