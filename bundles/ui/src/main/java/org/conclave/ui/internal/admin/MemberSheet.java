package org.conclave.ui.internal.admin;

import java.util.Optional;
import java.util.stream.Collectors;
import javax.swing.JButton;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.Delegation;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Role;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.trust.VerifySheet;

/** What is known of a member, and what an administrator can do about it. */
final class MemberSheet extends ActSheet {
  private static final long serialVersionUID = 1L;

  MemberSheet(Office office, Affairs affairs, Member member) {
    super(office, "sheet.member", member.name());
    Optional<Delegation> delegation = affairs.delegation(member.user());
    Facts facts =
        new Facts()
            .add("member.role", office.say("admin.role"), office.say("role." + member.role()))
            .add(
                "member.site",
                office.say("admin.site"),
                member.site().isEmpty() ? office.say("admin.site.none") : member.site())
            .add("member.device", office.say("admin.device"), device(affairs, member));
    member
        .device()
        .ifPresent(
            device ->
                facts.addDigits(
                    "member.fingerprint",
                    office.say("admin.device.fingerprint"),
                    Fingerprint.of(device)));
    if (!member.self()) {
      facts.add(
          "member.verified",
          office.say("admin.verified"),
          office.say("admin.verified." + affairs.verified().contains(member.user())));
    }
    delegation.ifPresent(
        given -> facts.add("member.delegation", office.say("admin.delegation"), words(given)));
    form.add(facts, "wmin 0");
    if (member.self()) {
      prose("admin.member.self");
    } else {
      form.add(actions(affairs, member, delegation), "wmin 0");
    }
    JButton done =
        Parts.button("member.done", office.say("done"), event -> office.sheets().putAway());
    endWithCare(done);
    focusFirst(done);
  }

  private String device(Affairs affairs, Member member) {
    String state = office.say("admin.device." + member.deviceState());
    return Optional.ofNullable(affairs.deviceSince().get(member.user()))
        .map(since -> office.say("admin.device.since", state, office.desk().text().date(since)))
        .orElse(state);
  }

  private String words(Delegation given) {
    return office.say(
        "admin.delegation.words",
        given.site().isEmpty() ? office.say("admin.site.all") : given.site(),
        given.roles().stream()
            .sorted()
            .map(role -> office.say("role." + role))
            .collect(Collectors.joining(", ")),
        given.used(),
        given.quota(),
        office.desk().text().date(given.notAfter()));
  }

  private JPanel actions(Affairs affairs, Member member, Optional<Delegation> delegation) {
    JPanel panel =
        Parts.clear(
            new JPanel(
                new MigLayout(
                    "insets 0, gap 8, fillx, wrap 2, hidemode 3",
                    "[grow, fill, 0:0:][grow, fill, 0:0:]")));
    panel.add(
        Parts.button(
            "member.verify",
            office.say("verify.open.sheet"),
            event ->
                office
                    .sheets()
                    .showAbove(
                        new VerifySheet(
                            office.desk(), office.sheets(), member.user(), member.name()))));
    if (member.role() != Role.ROOT_ADMINISTRATOR && affairs.authority().mayDelegate()) {
      panel.add(
          Parts.button(
              "member.delegate",
              office.say(delegation.isPresent() ? "admin.delegate.change" : "admin.delegate"),
              event ->
                  office
                      .sheets()
                      .showAbove(new DelegateSheet(office, affairs, member, delegation))));
    }
    delegation.ifPresent(
        given ->
            panel.add(
                Parts.button(
                    "member.withdraw",
                    office.say("admin.withdraw"),
                    event -> office.sheets().showAbove(new WithdrawSheet(office, member, given)))));
    if (member.deviceState() != DeviceState.AWAITED) {
      panel.add(
          Parts.danger(
              "member.device.revoke",
              office.say("admin.revoke.device"),
              event -> office.sheets().showAbove(RevokeSheet.device(office, member))));
    }
    panel.add(
        Parts.danger(
            "member.revoke",
            office.say("admin.revoke"),
            event -> office.sheets().showAbove(RevokeSheet.member(office, member))));
    return panel;
  }

  /** Asks whether a site administrator's right is to end. */
  private static final class WithdrawSheet extends ActSheet {
    private static final long serialVersionUID = 1L;

    WithdrawSheet(Office office, Member member, Delegation given) {
      super(office, "sheet.withdraw", office.say("admin.withdraw.title", member.name()));
      prose("admin.withdraw.about", member.name());
      JButton go =
          Parts.danger(
              "withdraw.go",
              office.say("admin.withdraw.go"),
              event ->
                  act(
                      office.say("admin.signing"),
                      () -> {
                        office.desk().services().require(Administration.class).withdraw(given.id());
                        return true;
                      },
                      withdrawn -> done(office.say("admin.withdraw.done", member.name()))));
      JButton cancel = cancel();
      endWithCare(cancel, go);
      focusFirst(cancel);
    }
  }
}
