package org.conclave.ui.internal.chat;

import com.formdev.flatlaf.FlatClientProperties;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import org.conclave.api.network.Network;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.Role;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.CopyButton;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.sheet.Sheet;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/** Makes an invitation for the account whose code is pasted. */
final class InviteSheet extends Sheet {
  private static final long serialVersionUID = 1L;
  private static final List<Integer> DAYS = List.of(1, 7, 30, 90);
  private static final int USUAL = 1;

  private final transient Desk desk;
  private final Sheets sheets;
  private final Entry<JTextArea> account;
  private final Entry<JTextField> name;
  private final JComboBox<String> validity = new JComboBox<>();
  private final JButton go;

  InviteSheet(Desk desk, Sheets sheets) {
    super("sheet.invite", desk.say("invite.title"), desk.say("close"), sheets);
    this.desk = desk;
    this.sheets = sheets;
    JTextArea code = new JTextArea(2, 0);
    code.setLineWrap(true);
    account =
        new Entry<>("invite.account", desk.say("invite.account"), code, new JScrollPane(code));
    name = new Entry<>("invite.name", desk.say("invite.name"), new JTextField());
    DAYS.forEach(days -> validity.addItem(desk.say("invite.days", days)));
    validity.setSelectedIndex(USUAL);
    Changes.of(code, account::accept);
    Changes.of(name.field(), name::accept);
    go = Parts.primary("invite.go", desk.say("invite.go"), event -> invite());
    add(Parts.prose(desk.say("invite.about")), "wmin 0");
    add(account, "wmin 0");
    add(name);
    add(new Entry<>("invite.validity", desk.say("invite.validity"), validity));
    finish(Parts.button("invite.cancel", desk.say("cancel"), event -> sheets.putAway()), go);
    focusFirst(code);
  }

  private void invite() {
    String code = account.field().getText().strip();
    String member = name.field().getText().strip();
    if (code.isEmpty()) {
      account.refuse(desk.say("field.required"));
      return;
    }
    if (member.isEmpty()) {
      name.refuse(desk.say("field.required"));
      return;
    }
    Duration valid = Duration.ofDays(DAYS.get(validity.getSelectedIndex()));
    go.setEnabled(false);
    desk.background()
        .run(
            Lane.SLOW,
            () -> {
              List<String> addresses =
                  desk.services()
                      .find(Network.class)
                      .map(network -> network.status().listenAddresses())
                      .orElse(List.of());
              return desk.services()
                  .require(Administration.class)
                  .invite(
                      new InvitationRequest(
                          Optional.of(code), member, Role.MEMBER, "", valid, addresses));
            },
            this::show,
            this::refused);
  }

  private void show(Invitation invitation) {
    if (sheets.isShowing(this)) {
      sheets.show(new Issued(desk, sheets, invitation));
    }
  }

  private void refused(Exception failure) {
    go.setEnabled(true);
    String said = Failures.say(desk.text(), failure);
    if (failure instanceof OrganisationException e
        && e.reason() == OrganisationException.Reason.INVALID_NAME) {
      name.refuse(said);
    } else {
      account.refuse(said);
    }
  }

  /** Shows the invitation to be handed over. */
  private static final class Issued extends Sheet {
    private static final long serialVersionUID = 1L;

    Issued(Desk desk, Sheets sheets, Invitation invitation) {
      super(
          "sheet.invitation",
          desk.say("invite.issued", invitation.memberName()),
          desk.say("close"),
          sheets);
      add(
          Parts.prose(desk.say("invite.issued.about", desk.text().date(invitation.notAfter()))),
          "wmin 0");
      JTextArea text = new JTextArea(invitation.text(), 6, 0);
      text.setName("invitation.text");
      text.setEditable(false);
      text.setLineWrap(true);
      text.putClientProperty(FlatClientProperties.STYLE, "font: $monospaced.font");
      text.getAccessibleContext().setAccessibleName(desk.say("join.invitation"));
      add(new JScrollPane(text), "wmin 0");
      JButton done = Parts.button("invitation.done", desk.say("done"), e -> sheets.putAway());
      JButton copy = CopyButton.of("invitation.copy", desk.text(), invitation::text);
      finish(copy, done);
      focusFirst(copy);
    }
  }
}
