package org.conclave.ui.internal.admin;

import javax.swing.JButton;
import javax.swing.JCheckBox;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.ui.internal.look.Parts;

/** Asks, by name, whether a membership or a device is to end, and says what that means. */
final class RevokeSheet extends ActSheet {
  private static final long serialVersionUID = 1L;

  private interface Revocation {
    void sign(Administration administration, boolean wipe) throws OrganisationException;
  }

  private RevokeSheet(Office office, Member member, String what, Revocation revocation) {
    super(office, "sheet." + what, office.say("admin." + what + ".title", member.name()));
    prose("admin." + what + ".about", member.name());
    form.add(
        Parts.prose(office.say("admin." + what + ".warning", member.name()), "danger"), "wmin 0");
    JCheckBox wipe = Parts.tick("revoke.wipe", office.say("admin.revoke.wipe"));
    form.add(wipe);
    JButton go =
        Parts.danger(
            "revoke.go",
            office.say("admin." + what + ".go"),
            event -> {
              boolean erase = wipe.isSelected();
              act(
                  office.say("admin.signing"),
                  () -> {
                    revocation.sign(office.desk().services().require(Administration.class), erase);
                    return true;
                  },
                  signed -> done(office.say("admin." + what + ".done", member.name())));
            });
    JButton cancel = cancel();
    endWithCare(cancel, go);
    focusFirst(cancel);
  }

  static RevokeSheet member(Office office, Member member) {
    return new RevokeSheet(
        office,
        member,
        "revoke",
        (administration, wipe) -> administration.revoke(member.user(), wipe));
  }

  static RevokeSheet device(Office office, Member member) {
    return new RevokeSheet(
        office,
        member,
        "revoke.device",
        (administration, wipe) -> administration.revokeDevice(member.user(), wipe));
  }
}
