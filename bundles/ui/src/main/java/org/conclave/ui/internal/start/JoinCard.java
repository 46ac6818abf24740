package org.conclave.ui.internal.start;

import java.awt.Rectangle;
import java.util.concurrent.atomic.AtomicInteger;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.organisation.AccountCode;
import org.conclave.api.organisation.InvitationPreview;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.ui.internal.carry.Handover;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.CopyButton;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.sheet.FileSheet;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/**
 * The second step of joining: the account code to hand over, and the invitation that comes back. It
 * may be days between them, so this is also what an open profile without an organisation shows.
 */
final class JoinCard extends Card {
  private static final long serialVersionUID = 1L;
  private static final int INVITATION_ROWS = 3;

  private final transient Desk desk;
  private final transient Runnable joined;
  private final Entry<JTextArea> invitation;
  private final JPanel preview;
  private final JLabel organisation = Parts.heading("");
  private final JTextArea details = Parts.prose("");
  private final JTextArea reading;
  private final Entry<JTextField> ownName;
  private final JButton go;
  private final transient AtomicInteger typed = new AtomicInteger();
  private boolean open;

  JoinCard(Desk desk, Sheets sheets, AccountCode code, Runnable back, Runnable joined) {
    super("join", desk.say("join.title"), desk.say("join.about"));
    this.desk = desk;
    this.joined = joined;
    reading = Parts.prose(desk.say("join.carry"));
    add(account(desk, code), "wmin 0");
    JTextArea area = new JTextArea(INVITATION_ROWS, 0);
    area.setLineWrap(true);
    JScrollPane scroll = new JScrollPane(area);
    invitation = new Entry<>("join.invitation", desk.say("join.invitation"), area, scroll);
    add(invitation, "wmin 0");
    JPanel carry =
        Parts.clear(new JPanel(new MigLayout("insets 0, gap 12 0", "[][grow, fill, 0:0:]")));
    carry.add(
        Parts.button(
            "join.open",
            desk.say("join.open"),
            event ->
                FileSheet.open(
                    desk,
                    sheets,
                    desk.say("join.invitation"),
                    path -> take(new Handover.Handed.OfFile(path)))));
    carry.add(reading, "wmin 0");
    add(carry, "wmin 0");
    Handover.on(area, this::take);
    preview = Panels.box();
    preview.setName("join.preview");
    organisation.setName("join.preview.organisation");
    details.setName("join.preview.details");
    preview.add(organisation);
    preview.add(details, "wmin 0");
    preview.setVisible(false);
    add(preview, "wmin 0");
    ownName = new Entry<>("join.name", desk.say("join.name"), new JTextField());
    ownName.setVisible(false);
    Changes.of(ownName.field(), ownName::accept);
    add(ownName);
    go = Parts.primary("join.go", desk.say("join.go"), event -> join());
    go.setEnabled(false);
    Changes.of(area, this::read);
    finish(Parts.button("join.back", desk.say("back"), event -> back.run()), go);
  }

  private static JPanel account(Desk desk, AccountCode code) {
    String caption = desk.say("join.account");
    JPanel panel = Panels.box(caption, CopyButton.of("join.account.copy", desk.text(), code::text));
    JTextArea text = Panels.code("join.account", caption, code.text());
    text.setWrapStyleWord(false);
    panel.add(text, "wmin 0");
    JTextArea fingerprint = Parts.prose(desk.say("join.fingerprint", code.fingerprint()));
    fingerprint.setName("join.fingerprint");
    panel.add(fingerprint, "wmin 0");
    return panel;
  }

  /** A file or picture that was chosen, dropped or pasted becomes the text in the field. */
  @Override
  void take(Handover.Handed handed) {
    int turn = typed.incrementAndGet();
    invitation.accept();
    reading.setText(desk.say("carry.reading"));
    desk.background()
        .run(
            Lane.READ,
            handed::text,
            text -> {
              reading.setText(desk.say("join.carry"));
              if (turn == typed.get()) {
                invitation.field().setText(text);
                invitation.field().setCaretPosition(0);
              }
            },
            failure -> {
              reading.setText(desk.say("join.carry"));
              if (turn == typed.get()) {
                invitation.refuse(Failures.say(desk.text(), failure));
              }
            });
  }

  /** Reads what was pasted as soon as it is there; an answer to an earlier text is dropped. */
  private void read() {
    invitation.accept();
    preview.setVisible(false);
    ownName.setVisible(false);
    go.setEnabled(false);
    String pasted = invitation.field().getText().strip();
    int turn = typed.incrementAndGet();
    if (pasted.isEmpty()) {
      return;
    }
    desk.background()
        .run(
            Lane.READ,
            () -> desk.services().require(Organisation.class).preview(pasted),
            found -> {
              if (turn == typed.get()) {
                show(found);
              }
            },
            failure -> {
              if (turn == typed.get()) {
                invitation.refuse(Failures.say(desk.text(), failure));
                invitation.field().select(0, 0);
                invitation.field().setCaretPosition(invitation.field().getDocument().getLength());
              }
            });
  }

  private void show(InvitationPreview found) {
    String until = desk.text().date(found.notAfter());
    organisation.setText(found.organisationName());
    details.setText(
        found.open()
            ? desk.say("join.preview.open", until)
            : desk.say("join.preview", found.memberName(), until));
    open = found.open();
    ownName.setVisible(open);
    go.setText(desk.say(open ? "join.ask" : "join.go"));
    preview.setVisible(true);
    go.setEnabled(true);
    revalidate();
    scrollRectToVisible(new Rectangle(0, getPreferredSize().height, 1, 1));
  }

  private void join() {
    String pasted = invitation.field().getText().strip();
    String name = ownName.field().getText().strip();
    if (open && name.isEmpty()) {
      ownName.refuse(desk.say("field.required"));
      return;
    }
    busy(desk.say("join.doing"));
    desk.background()
        .run(
            Lane.SLOW,
            () -> desk.services().require(Organisation.class).join(pasted, name),
            standing -> {
              idle();
              joined.run();
            },
            failure -> {
              idle();
              refuse(failure);
            });
  }

  private void refuse(Exception failure) {
    String said = Failures.say(desk.text(), failure);
    if (failure instanceof OrganisationException e
        && e.reason() == OrganisationException.Reason.INVALID_NAME) {
      ownName.refuse(said);
    } else {
      invitation.refuse(said);
    }
  }

  @Override
  void takeFocus() {
    invitation.field().requestFocusInWindow();
  }
}
