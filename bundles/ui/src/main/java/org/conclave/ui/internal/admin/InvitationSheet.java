package org.conclave.ui.internal.admin;

import com.formdev.flatlaf.FlatClientProperties;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.SwingConstants;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.Member;
import org.conclave.ui.internal.look.CopyButton;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.look.QrPicture;
import org.conclave.ui.internal.sheet.FileSheet;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.SecretClipboard;

/** An invitation to be handed over: as text, picture, file or on paper; and its end. */
final class InvitationSheet extends ActSheet {
  private static final long serialVersionUID = 1L;
  private static final int LARGEST = 320;
  private static final int LONGEST_NAME = 40;

  private final transient Invitation invitation;
  private final JTextArea said = Parts.prose("", "accentText");

  InvitationSheet(Office office, Affairs affairs, Invitation invitation) {
    super(
        office,
        "sheet.invitation",
        office.say("invite.issued", InvitationsSection.title(office, invitation)));
    this.invitation = invitation;
    boolean waiting = invitation.state() == Invitation.State.WAITING;
    String until = office.desk().text().date(invitation.notAfter());
    if (waiting) {
      if (invitation.open()) {
        form.add(
            Parts.prose(office.say("admin.invitation.open.about", until), "warning"), "wmin 0");
      } else {
        prose("invite.issued.about", until);
      }
      handOver();
    } else {
      prose("admin.invitation.about." + invitation.state(), until);
      invitation
          .usedBy()
          .flatMap(affairs::member)
          .map(Member::name)
          .ifPresent(name -> prose("admin.invitation.usedBy", name));
    }
    said.setName("invitation.said");
    said.setVisible(false);
    form.add(said, "wmin 0");
    JButton done =
        Parts.button("invitation.done", office.say("done"), event -> office.sheets().putAway());
    if (waiting || invitation.state() == Invitation.State.USED) {
      endWithCare(
          Parts.danger(
              "invitation.revoke",
              office.say("admin.invitation.revoke"),
              event -> office.sheets().showAbove(new TakeBackSheet(office, invitation))),
          done);
    } else {
      end(done);
    }
    focusFirst(done);
  }

  private void handOver() {
    Optional<QrPicture> picture = picture(invitation.text());
    picture.ifPresentOrElse(
        qr -> {
          JLabel label =
              new JLabel(
                  QrPicture.of(invitation.text(), side(qr.modules())), SwingConstants.CENTER);
          label.setName("invitation.picture");
          label.getAccessibleContext().setAccessibleName(office.say("admin.invitation.picture"));
          form.add(label);
        },
        () -> prose("admin.invitation.picture.none"));
    JTextArea text = new JTextArea(invitation.text(), 3, 0);
    text.setName("invitation.text");
    text.setEditable(false);
    text.setLineWrap(true);
    text.setCaretPosition(0);
    text.putClientProperty(FlatClientProperties.STYLE, "font: $monospaced.font");
    text.getAccessibleContext().setAccessibleName(office.say("join.invitation"));
    form.add(new JScrollPane(text), "wmin 0");
    JPanel ways =
        Parts.clear(
            new JPanel(
                new MigLayout(
                    "insets 0, gap 8, fillx",
                    "[grow, fill, 0:0:][grow, fill, 0:0:][grow, fill, 0:0:]")));
    ways.add(copy());
    ways.add(Parts.button("invitation.save", office.say("admin.save"), event -> save()));
    ways.add(
        Parts.button(
            "invitation.print",
            office.say("admin.print"),
            event -> office.sheets().showAbove(new PrintSheet(office, leaf(picture)))));
    form.add(ways);
  }

  /** As many whole pixels a module as there is room for. */
  private static int side(int modules) {
    return modules * Math.max(1, LARGEST / modules);
  }

  /** Empty where the text is longer than a picture holds. */
  static Optional<QrPicture> picture(String text) {
    try {
      return Optional.of(QrPicture.of(text, 0));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** An open invitation is a secret until it is used, so it does not stay in the clipboard. */
  private JButton copy() {
    if (!invitation.open()) {
      return CopyButton.of("invitation.copy", office.desk().text(), invitation::text);
    }
    return Parts.button(
        "invitation.copy",
        office.say("copy"),
        event -> {
          office.desk().clipboard().copy(invitation.text());
          tell(office.say("admin.copied.secret", SecretClipboard.SECONDS));
        });
  }

  private PrintedLeaf leaf(Optional<QrPicture> picture) {
    return new PrintedLeaf(
        office.say("invite.issued", InvitationsSection.title(office, invitation)),
        List.of(
            office.say(
                invitation.open() ? "admin.invitation.print.open" : "admin.invitation.print.bound",
                office.desk().text().date(invitation.notAfter()))),
        invitation.text(),
        picture);
  }

  private void save() {
    String stem = InvitationsSection.title(office, invitation).toLowerCase(Locale.ROOT);
    String safe = stem.replaceAll("[^\\p{L}\\p{N}]+", "-").replaceAll("^-|-$", "");
    FileSheet.save(
        office.desk(),
        office.sheets(),
        office.say("admin.invitation.save"),
        safe.substring(0, Math.min(LONGEST_NAME, safe.length())) + ".invite",
        this::save);
  }

  private void save(Path file) {
    office
        .desk()
        .background()
        .run(
            Lane.SLOW,
            () -> SavedText.write(file, invitation.text() + "\n"),
            written -> tell(office.say("admin.saved", written)),
            failure -> refuse(office.say("admin.save.failed", file)));
  }

  private void tell(String what) {
    said.setText(what);
    said.setVisible(true);
    revalidate();
  }

  /** Asks whether the invitation is to be useless from now on. */
  private static final class TakeBackSheet extends ActSheet {
    private static final long serialVersionUID = 1L;

    TakeBackSheet(Office office, Invitation invitation) {
      super(office, "sheet.takeBack", office.say("admin.invitation.revoke.title"));
      String name = InvitationsSection.title(office, invitation);
      prose("admin.invitation.revoke.about", name);
      JButton go =
          Parts.danger(
              "takeBack.go",
              office.say("admin.invitation.revoke"),
              event ->
                  act(
                      office.say("admin.signing"),
                      () -> {
                        office
                            .desk()
                            .services()
                            .require(Administration.class)
                            .revokeInvitation(invitation.token());
                        return true;
                      },
                      revoked -> done(office.say("admin.invitation.revoked", name))));
      JButton cancel = cancel();
      endWithCare(cancel, go);
      focusFirst(cancel);
    }
  }
}
