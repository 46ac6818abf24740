package org.conclave.ui.internal.admin;

import javax.swing.JTextArea;
import org.conclave.api.organisation.Invitation;
import org.conclave.ui.internal.list.Cell;
import org.conclave.ui.internal.list.CellList;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Parts;

/** The invitations that this device issued, the newest first, and what became of them. */
final class InvitationsSection extends SectionPage {
  private static final long serialVersionUID = 1L;

  private final CellList<Invitation> list;
  private final JTextArea none = Parts.prose("");
  private transient Affairs affairs = Affairs.NONE;

  InvitationsSection(Office office) {
    super(office, Section.INVITATIONS);
    button(
        Parts.primary(
            "admin.invitations.invite",
            office.say("admin.invite"),
            event -> office.sheets().show(new InviteSheet(office, affairs))));
    list =
        new CellList<>(
            "admin.invitations",
            office.say("admin.section.INVITATIONS"),
            Invitation::token,
            this::cell);
    list.onOpen(
        invitation -> office.sheets().show(new InvitationSheet(office, affairs, invitation)));
    none.setName("admin.invitations.none");
    none.setText(office.say("admin.invitations.none"));
    content(list, none);
  }

  private Cell.Content cell(Invitation invitation) {
    return new Cell.Content(
        Glyph.INVITATION.icon(
            ICON, invitation.state() == Invitation.State.WAITING ? "accentText" : "muted"),
        title(office, invitation),
        office.say(
            invitation.open() ? "admin.invitation.open.until" : "admin.invitation.bound.until",
            office.desk().text().date(invitation.notAfter())),
        office.say("admin.invitation." + invitation.state()),
        0);
  }

  /** Whom it is for; an open one may carry no note. */
  static String title(Office office, Invitation invitation) {
    return invitation.memberName().isEmpty()
        ? office.say("admin.invitation.nameless")
        : invitation.memberName();
  }

  @Override
  void show(Affairs now) {
    affairs = now;
    list.replace(now.invitations());
    list.repaint();
    none.setVisible(now.invitations().isEmpty());
  }
}
