package org.conclave.ui.internal.start;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.BorderLayout;
import java.util.concurrent.atomic.AtomicInteger;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.organisation.AccountCode;
import org.conclave.api.organisation.InvitationPreview;
import org.conclave.api.organisation.Organisation;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.CopyButton;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;
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
  private final JLabel details = Parts.muted("");
  private final JButton go;
  private final transient AtomicInteger typed = new AtomicInteger();

  JoinCard(Desk desk, AccountCode code, Runnable back, Runnable joined) {
    super("join", desk.say("join.title"), desk.say("join.about"));
    this.desk = desk;
    this.joined = joined;
    add(account(desk, code), "wmin 0");
    JTextArea area = new JTextArea(INVITATION_ROWS, 0);
    area.setLineWrap(true);
    JScrollPane scroll = new JScrollPane(area);
    invitation = new Entry<>("join.invitation", desk.say("join.invitation"), area, scroll);
    add(invitation, "wmin 0");
    preview = new JPanel(new MigLayout("insets 12 16 12 16, gap 0 2, wrap 1", "[grow]"));
    preview.putClientProperty(FlatClientProperties.STYLE, "background: $Conclave.list; arc: 12");
    preview.setName("join.preview");
    organisation.setName("join.preview.organisation");
    preview.add(organisation);
    preview.add(details);
    preview.setVisible(false);
    add(preview);
    go = Parts.primary("join.go", desk.say("join.go"), event -> join());
    go.setEnabled(false);
    Changes.of(area, this::read);
    finish(Parts.button("join.back", desk.say("back"), event -> back.run()), go);
  }

  private static JPanel account(Desk desk, AccountCode code) {
    JPanel panel =
        new JPanel(new MigLayout("insets 16, gap 0 8, fillx, wrap 1", "[grow, fill, 0:0:]"));
    panel.putClientProperty(FlatClientProperties.STYLE, "background: $Conclave.list; arc: 12");
    JPanel head = Parts.clear(new JPanel(new BorderLayout()));
    head.add(Parts.label(desk.say("join.account"), "semibold", "muted"));
    head.add(CopyButton.of("join.account.copy", desk.text(), code::text), BorderLayout.EAST);
    panel.add(head);
    JTextArea text = Parts.prose(code.text());
    text.setName("join.account");
    text.setWrapStyleWord(false);
    text.setFocusable(true);
    text.getAccessibleContext().setAccessibleName(desk.say("join.account"));
    text.putClientProperty(
        FlatClientProperties.STYLE,
        "font: $monospaced.font; foreground: $Label.foreground; margin: 0,0,0,0");
    panel.add(text, "wmin 0");
    JTextArea fingerprint = Parts.prose(desk.say("join.fingerprint", code.fingerprint()));
    fingerprint.setName("join.fingerprint");
    panel.add(fingerprint, "wmin 0");
    return panel;
  }

  /** Reads what was pasted as soon as it is there; an answer to an earlier text is dropped. */
  private void read() {
    invitation.accept();
    preview.setVisible(false);
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
    organisation.setText(found.organisationName());
    details.setText(
        desk.say("join.preview", found.memberName(), desk.text().date(found.notAfter())));
    preview.setVisible(true);
    go.setEnabled(true);
    revalidate();
  }

  private void join() {
    String pasted = invitation.field().getText().strip();
    busy(desk.say("join.doing"));
    desk.background()
        .run(
            Lane.SLOW,
            () -> desk.services().require(Organisation.class).join(pasted, ""),
            standing -> {
              idle();
              joined.run();
            },
            failure -> {
              idle();
              go.setEnabled(true);
              invitation.refuse(Failures.say(desk.text(), failure));
            });
  }

  @Override
  void takeFocus() {
    invitation.field().requestFocusInWindow();
  }
}
