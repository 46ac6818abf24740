package org.conclave.ui.internal;

import java.awt.event.KeyEvent;
import java.io.File;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.audit.AuditLog;
import org.conclave.api.audit.AuditVerdict;
import org.conclave.api.feature.FeatureException;
import org.conclave.api.feature.Features;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.Role;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.ui.internal.look.Theme;

/** What an administrator does at the window, and what everybody does under Modules. */
public final class AdminScenarios extends AdminStage {
  private AdminScenarios(File screenshots) throws Exception {
    super(screenshots);
    scenarios.put("membersAreGivenRightsAndEndedByName", this::members);
    scenarios.put("invitationsAreHandedOverAndTakenBack", this::invitations);
    scenarios.put("requestsAreComparedBeforeTheyAreConfirmed", this::requests);
    scenarios.put("policyIsShownBeforeItIsSigned", this::policy);
    scenarios.put("contradictionsSayWhatToDo", this::contradictions);
    scenarios.put("recoveryShowsNothingThatIsTyped", this::recovery);
    scenarios.put("theAuditLogIsCheckedByLineAndByFile", this::audit);
    scenarios.put("modulesAreSwitchedInPlace", this::modules);
    scenarios.put("pagesComeBackWithTheirParts", this::partsOff);
    scenarios.put("nothingIsLeftOfAdministration", this::stopping);
  }

  /**
   * @param arguments the folder for screenshots, and optionally names of scenarios
   */
  public static void main(String[] arguments) throws Exception {
    new AdminScenarios(new File(arguments[0])).playAll(List.of(arguments));
  }

  private boolean enabled(String name) {
    return hand.find(name, java.awt.Component.class).isEnabled();
  }

  private void members() {
    openAdministration(Theme.LIGHT, 1280, 800);
    hand.click("admin.members.search");
    hand.type("lab");
    hand.await("one is left", () -> list("admin.members").getModel().getSize() == 1);
    hand.press(KeyEvent.VK_DOWN);
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitText("member.site", "Laboratory");
    hand.awaitText("member.device", "Active");
    hand.click("member.delegate");
    hand.awaitSeen("delegate.go");
    world.administration.refusal = Optional.of(OrganisationException.Reason.BEYOND_AUTHORITY);
    hand.click("delegate.go");
    hand.awaitText("sheet.delegate.refusal", "BEYOND_AUTHORITY");
    hand.click("delegate.go");
    hand.awaitText("administration.told", "Priya Nair may invite now");
    check("signed as asked", did("delegate to Priya Nair Laboratory 20"));
    hand.clickIn("admin.members", 100, 32);
    hand.awaitText("member.delegation", "0 of 20");
    hand.click("member.withdraw");
    hand.click("withdraw.go");
    hand.awaitText("administration.told", "Priya Nair can invite nobody");
    hand.clickIn("admin.members", 100, 32);
    hand.click("member.device.revoke");
    hand.click("revoke.go");
    hand.awaitText("administration.told", "The device of Priya Nair is taken out");
    hand.clickIn("admin.members", 100, 32);
    hand.awaitText("member.device", "None");
    hand.click("member.revoke");
    hand.awaitSeen("revoke.wipe");
    hand.awaitFocus("sheet.revoke.cancel");
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitGone("revoke.wipe");
    check("Enter on Cancel ends nothing", !did("revoke Priya Nair"));
    hand.click("member.revoke");
    hand.click("revoke.wipe");
    hand.click("revoke.go");
    hand.awaitText("administration.told", "Priya Nair is no longer a member");
    check("with erasure, as ticked", did("revoke Priya Nair and erase"));
    hand.await("gone from the list", () -> list("admin.members").getModel().getSize() == 0);
  }

  private javax.swing.JList<?> list(String name) {
    return hand.find(name, javax.swing.JList.class);
  }

  private void invitations() throws Exception {
    openAdministration(Theme.LIGHT, 1280, 800);
    section(2);
    hand.click("admin.invitations.invite");
    hand.click("invite.account");
    hand.type("nonsense");
    hand.click("invite.name");
    hand.type("Noor Haddad");
    hand.click("invite.go");
    hand.awaitText("invite.account.error", "not an account code");
    hand.click("invite.open");
    hand.awaitText("invite.warning", "Whoever gets hold");
    hand.click("invite.note");
    hand.type("Agency staff");
    hand.click("invite.go");
    hand.awaitText("invitation.text", "CONCLAVE1:");
    check(
        "there is a picture",
        hand.find("invitation.picture", JLabel.class).getIcon().getIconWidth() > 100);
    hand.click("invitation.copy");
    hand.awaitText("invitation.said", "60 seconds");
    hand.click("invitation.print");
    hand.awaitText("print.says", "No printer");
    hand.press(KeyEvent.VK_ESCAPE);
    hand.awaitGone("print.says");
    hand.click("invitation.revoke");
    hand.click("takeBack.go");
    hand.awaitText("administration.told", "Agency staff is useless now");
    check("taken back", did("revoke invitation"));
    hand.clickIn("admin.invitations", 100, 32);
    hand.awaitSeen("invitation.done");
    check("what is over is not handed over", !hand.sees("invitation.text"));
  }

  private void requests() {
    openAdministration(Theme.LIGHT, 1280, 800);
    hand.await(
        "the rail counts them",
        () ->
            hand.find("rail.ADMINISTRATION", AbstractButton.class)
                .getToolTipText()
                .contains("3 requests"));
    section(1);
    hand.clickIn("admin.requests", 100, 32);
    hand.awaitText("request.fingerprint", "48213 90417");
    check("not before the digits are compared", !enabled("request.confirm"));
    hand.click("request.compared");
    hand.click("request.name");
    hand.press(KeyEvent.VK_CONTROL, KeyEvent.VK_A);
    hand.type("Noor H");
    world.administration.refusal = Optional.of(OrganisationException.Reason.INVALID_NAME);
    hand.click("request.confirm");
    hand.awaitText("request.name.error", "cannot be used");
    hand.click("request.confirm");
    hand.awaitText("administration.told", "Noor H is a member now");
    check("under that name", did("confirm Noor H"));
    hand.await("two are left", () -> list("admin.requests").getModel().getSize() == 2);
    hand.clickIn("admin.requests", 100, 32 + 64);
    hand.awaitSeen("request.decline");
    check("a late claim cannot be signed", !hand.sees("request.confirm"));
    hand.click("request.decline");
    hand.awaitText("administration.told", "is gone");
  }

  private void policy() {
    openAdministration(Theme.LIGHT, 1280, 800);
    section(3);
    hand.awaitSeen("policy.feature.migration");
    check("nothing to sign yet", !enabled("policy.sign"));
    choose("policy.feature.migration", SitePolicy.Feature.OFF.ordinal());
    hand.click("policy.undo");
    hand.await(
        "undone",
        () -> hand.find("policy.feature.migration", JComboBox.class).getSelectedIndex() == 0);
    check("nothing was signed", !did("policy for everybody"));
    choose("policy.feature.migration", SitePolicy.Feature.OFF.ordinal());
    choose("policy.takeover", 1);
    hand.click("policy.sign");
    hand.awaitText("policy.changes", "Backup and restore: Everybody chooses → Off for all");
    hand.awaitText("policy.changes", "An administrator has to approve it");
    check("before it is signed", !did("policy for everybody"));
    hand.click("policy.sign.go");
    hand.awaitText("administration.told", "signed");
    check("signed", did("policy for everybody"));
    check(
        "as shown",
        world.administration.refusal.isEmpty()
            && policyOf("").feature("migration") == SitePolicy.Feature.OFF
            && policyOf("").takeoverNeedsApproval());
  }

  private SitePolicy policyOf(String site) {
    return world.administration.policy(site);
  }

  private void choose(String name, int index) {
    JComboBox<?> box = hand.find(name, JComboBox.class);
    Hand.onEventThread(
        () -> {
          box.setSelectedIndex(index);
          return true;
        });
  }

  private void contradictions() {
    openAdministration(Theme.LIGHT, 1280, 800);
    section(4);
    hand.clickIn("admin.contradictions", 100, 32);
    hand.awaitText("evidence.about", "Lena Fischer");
    hand.click("evidence.member");
    hand.awaitText("member.device", "Two devices");
  }

  private void recovery() {
    openAdministration(Theme.LIGHT, 1280, 800);
    section(5);
    hand.click("admin.split");
    hand.click("split.code");
    hand.type("wrong");
    hand.click("split.go");
    hand.awaitText("split.code.error", "not your organisation");
    check("what was typed is gone", hand.text("split.code").isEmpty());
    hand.type(AdministrationFake.RECOVERY);
    hand.click("split.go");
    hand.awaitText("shares.which", "Share 1 of 5");
    String first = hand.text("shares.share");
    hand.click("shares.copy");
    hand.awaitText("shares.said", "60 seconds");
    hand.click("shares.next");
    hand.awaitText("shares.which", "Share 2 of 5");
    check("one at a time", !hand.text("shares.share").equals(first));
    hand.press(KeyEvent.VK_ESCAPE);
    hand.awaitGone("shares.share");
    hand.click("admin.succeed");
    hand.click("succeed.code");
    hand.type("one");
    hand.press(KeyEvent.VK_ENTER);
    hand.awaitText("succeed.taken", "One code");
    hand.type("two");
    hand.click("succeed.another");
    hand.awaitText("succeed.taken", "2 shares");
    check("Enter signs nothing", world.administration.acts().isEmpty());
    hand.type("three");
    hand.click("succeed.go");
    hand.awaitText("administration.told", "fresh root key");
    check("by all that were entered", did("succeed root by 3"));
  }

  private void audit() throws Exception {
    openAdministration(Theme.LIGHT, 1280, 800);
    for (int i = 0; i < 120; i++) {
      world.audit.record(
          AuditEvent.Kind.FEATURE_SWITCHED,
          world.clock.instant(),
          java.util.Map.of("feature", "n" + i));
    }
    section(6);
    hand.await("a page is shown", () -> list("audit.entries").getModel().getSize() == 100);
    hand.click("audit.older");
    hand.await("all are shown", () -> list("audit.entries").getModel().getSize() == 126);
    world.audit.record(AuditEvent.Kind.BACKUP_EXPORTED, world.clock.instant(), java.util.Map.of());
    hand.await(
        "what is new comes by itself", () -> list("audit.entries").getModel().getSize() > 126);
    hand.click("audit.verify");
    hand.awaitText("audit.verdict", "all 127 lines");
    world.audit.broken = Optional.of(new AuditVerdict.Broken(41, "It was changed."));
    hand.click("audit.verify");
    hand.awaitText("audit.refusal", "Line 41 cannot be believed. It was changed.");
    java.nio.file.Path file = directory.resolve("log.jsonl");
    hand.click("audit.export");
    chooseFile(file);
    hand.awaitText("audit.verdict", "Exported: 127 lines. Signed by the device of");
    Files.writeString(file, "something else");
    hand.click("audit.file");
    chooseFile(file);
    hand.awaitText("audit.refusal", "Line 7 cannot be believed");
    hand.clickIn("audit.entries", 100, 32);
    hand.awaitText("entry.number", "127");
  }

  private void chooseFile(java.nio.file.Path file) {
    javax.swing.JFileChooser chooser = hand.find("file.chooser", javax.swing.JFileChooser.class);
    Hand.onEventThread(
        () -> {
          chooser.setSelectedFile(file.toFile());
          return true;
        });
    hand.click("file.go");
  }

  private void modules() {
    office();
    open(Theme.LIGHT, 1280, 800);
    hand.click("rail.MODULES");
    hand.awaitText("module.audit.held", "keeps it on");
    check("held by policy", !enabled("module.audit.switch") && !enabled("module.shell.switch"));
    hand.awaitText("module.rota.problem", "not one that your organisation lists");
    hand.click("module.migration.expand");
    hand.awaitText("module.migration.uses", "org.conclave.api.migration");
    java.awt.Component audit = hand.find("module.audit", java.awt.Component.class);
    hand.click("module.migration.switch");
    hand.awaitText("module.migration.state", "Off");
    check("the rest stays", hand.find("module.audit", java.awt.Component.class) == audit);
    check("what was open stays open", hand.sees("module.migration.uses"));
    world.features.refusal = Optional.of(FeatureException.Reason.FAILED);
    hand.click("module.migration.switch");
    hand.awaitText("module.migration.problem", "It did not start");
    check(
        "the switch goes back",
        !hand.find("module.migration.switch", AbstractButton.class).isSelected());
    hand.press(KeyEvent.VK_SPACE);
    hand.awaitText("module.migration.state", "Running");
  }

  private void partsOff() {
    openAdministration(Theme.LIGHT, 1280, 800);
    world.services.unbind(Administration.class, world.administration);
    window.refresh();
    hand.awaitText("administration.off", "not running");
    hand.clickIn("admin.members", 100, 32 + 64);
    hand.click("member.revoke");
    hand.click("revoke.go");
    hand.awaitText("sheet.revoke.refusal", "not running");
    hand.press(KeyEvent.VK_ESCAPE);
    hand.press(KeyEvent.VK_ESCAPE);
    world.services.bind(Administration.class, world.administration);
    window.refresh();
    hand.awaitGone("administration.off");
    world.services.unbind(AuditLog.class, world.audit);
    section(6);
    hand.awaitText("audit.refusal", "switched on under Modules");
    world.services.bind(AuditLog.class, world.audit);
    world.administration.request(
        org.conclave.api.organisation.MemberRequest.Kind.JOIN, "Somebody", "");
    window.refresh();
    hand.awaitGone("audit.refusal");
    world.services.unbind(Features.class, world.features);
    hand.click("rail.MODULES");
    hand.awaitText("modules.says", "goes on running");
    world.services.bind(Features.class, world.features);
    window.refresh();
    hand.awaitSeen("module.audit");
    hand.click("rail.ADMINISTRATION");
    world.info =
        world.info.map(
            i ->
                new OrganisationInfo(
                    i.id(), i.name(), i.self(), i.selfName(), i.device(), Role.MEMBER));
    window.refresh();
    hand.awaitGone("administration");
    check("a member has no such page", !hand.sees("rail.ADMINISTRATION"));
  }

  private void stopping() throws Exception {
    office();
    SwappedWindow swapped = new SwappedWindow(world, directory);
    hand.click("rail.ADMINISTRATION");
    hand.awaitSeen("administration.sections");
    hand.await("members are shown", () -> list("admin.members").getModel().getSize() == 6);
    hand.clickIn("admin.members", 100, 32 + 64);
    hand.click("member.delegate");
    hand.awaitSeen("delegate.go");
    hand.press(KeyEvent.VK_ESCAPE);
    hand.press(KeyEvent.VK_ESCAPE);
    section(2);
    hand.clickIn("admin.invitations", 100, 32);
    hand.click("invitation.print");
    hand.awaitText("print.says", "No printer");
    hand.press(KeyEvent.VK_ESCAPE);
    hand.press(KeyEvent.VK_ESCAPE);
    section(3);
    hand.awaitSeen("policy.takeover");
    section(6);
    hand.awaitSeen("audit.entries");
    hand.click("rail.MODULES");
    hand.click("module.migration.expand");
    hand.settle();
    swapped.stop();
    hand.settle();
    check("the window's classes are unloaded", swapped.awaitUnloaded());
  }
}
