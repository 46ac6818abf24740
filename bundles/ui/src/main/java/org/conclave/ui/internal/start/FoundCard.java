package org.conclave.ui.internal.start;

import java.util.function.Consumer;
import javax.swing.JTextField;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.organisation.Founded;
import org.conclave.api.storage.ProfileException;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.passphrase.NewPassphrase;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/** Founds an organisation. */
final class FoundCard extends Card {
  private static final long serialVersionUID = 1L;

  private final transient Desk desk;
  private final transient Consumer<Founded> founded;
  private final Entry<JTextField> organisation;
  private final Entry<JTextField> member;
  private final NewPassphrase passphrase;
  private final boolean profileAbsent;
  private boolean founding;

  /**
   * @param profileAbsent whether a passphrase has to be chosen
   */
  FoundCard(Desk desk, boolean profileAbsent, Runnable back, Consumer<Founded> founded) {
    super("found", desk.say("found.title"), desk.say("found.about"));
    this.desk = desk;
    this.founded = founded;
    this.profileAbsent = profileAbsent;
    organisation =
        new Entry<>("found.organisation", desk.say("found.organisation"), new JTextField());
    member = new Entry<>("found.member", desk.say("found.member"), new JTextField());
    passphrase = new NewPassphrase(desk.text());
    Changes.of(organisation.field(), organisation::accept);
    Changes.of(member.field(), member::accept);
    add(organisation);
    add(member);
    if (profileAbsent) {
      add(passphrase);
    }
    finish(
        Parts.button("found.back", desk.say("back"), event -> back.run()),
        Parts.primary("found.go", desk.say("found.go"), event -> found()));
  }

  private void found() {
    String organisationName = organisation.field().getText().strip();
    String memberName = member.field().getText().strip();
    if (organisationName.isEmpty()) {
      organisation.refuse(desk.say("field.required"));
      return;
    }
    if (memberName.isEmpty()) {
      member.refuse(desk.say("field.required"));
      return;
    }
    if (profileAbsent && !passphrase.check()) {
      return;
    }
    SecretBytes typed = passphrase.passphrase();
    founding = true;
    busy(desk.say("found.doing"));
    desk.background()
        .run(
            Lane.SLOW,
            () ->
                Beginning.organisation(desk.services(), typed).found(organisationName, memberName),
            result -> {
              forget();
              idle();
              founded.accept(result);
            },
            this::refused);
  }

  private void refused(Exception failure) {
    founding = false;
    idle();
    String said = Failures.say(desk.text(), failure);
    if (failure instanceof ProfileException && profileAbsent) {
      passphrase.refuse(said);
    } else {
      organisation.refuse(said);
    }
    desk.refresh().run();
  }

  /** The organisation is there a moment before its recovery code is. */
  @Override
  boolean holds() {
    return founding;
  }

  @Override
  void takeFocus() {
    organisation.field().requestFocusInWindow();
  }

  @Override
  void forget() {
    passphrase.forget();
  }
}
