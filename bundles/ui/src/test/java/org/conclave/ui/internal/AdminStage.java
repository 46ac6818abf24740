package org.conclave.ui.internal;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.organisation.Contradiction;
import org.conclave.api.organisation.DelegationRequest;
import org.conclave.api.organisation.DeviceState;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.MemberRequest;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.Role;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.ui.internal.look.Theme;

/** An organisation in which an administrator has something to do on every page. */
abstract class AdminStage extends Scenarios {
  AdminStage(File screenshots) throws Exception {
    super(screenshots);
  }

  final void office() {
    clinic();
    site(1, Role.SITE_ADMINISTRATOR, "Ward 3");
    site(2, Role.MEMBER, "Ward 3");
    site(4, Role.MEMBER, "Laboratory");
    world.members.set(5, AdministrationFake.with(world.members.get(5), DeviceState.CONFLICT));
    AdministrationFake admin = world.administration;
    try {
      admin.delegate(
          new DelegationRequest(
              world.members.get(1).user(),
              "Ward 3",
              Set.of(Role.MEMBER),
              false,
              Duration.ofDays(180),
              20));
    } catch (OrganisationException e) {
      throw new AssertionError(e);
    }
    admin.acts.clear();
    admin.invitation("Yusuf Demir", false, Invitation.State.EXPIRED, Duration.ofDays(-2));
    admin.invitation("Aisha Rahman", false, Invitation.State.USED, Duration.ofDays(3));
    admin.invitation("Night nurses", true, Invitation.State.WAITING, Duration.ofDays(7));
    admin.request(MemberRequest.Kind.JOIN, "Noor Haddad", "Night nurses");
    admin.request(MemberRequest.Kind.TAKEOVER, "Priya Nair", "");
    admin.request(MemberRequest.Kind.LATE_CLAIM, "N. Haddad", "Night nurses");
    admin.contradiction(
        Contradiction.Kind.DEVICES,
        world.members.get(5),
        "Two devices say that they are the one device of Lena Fischer. Neither may take part until"
            + " an administrator decides.");
    record(AuditEvent.Kind.ORGANISATION_FOUNDED, 9, Map.of("organisation", "Harbour Clinic"));
    record(AuditEvent.Kind.INVITATION_ISSUED, 8, Map.of("name", "Aisha Rahman", "site", "Ward 3"));
    record(AuditEvent.Kind.MEMBER_ADMITTED, 7, Map.of("name", "Aisha Rahman"));
    record(AuditEvent.Kind.DELEGATION_ISSUED, 2, Map.of("name", "Jonas Weber", "site", "Ward 3"));
    record(AuditEvent.Kind.POLICY_CHANGED, 1, Map.of("site", "", "by", "Mara Lindqvist"));
    record(AuditEvent.Kind.CONTRADICTION_FOUND, 0, Map.of("name", "Lena Fischer"));
    FeaturesFake features = world.features;
    features.feature(
        "audit",
        "Audit log",
        "Shows, verifies and exports what was recorded on this device.",
        "",
        SitePolicy.Feature.ON,
        true,
        "",
        "org.conclave.api.audit",
        "org.conclave.api.storage");
    features.feature(
        "migration",
        "Backup and restore",
        "Writes this account into a backup file.",
        "",
        SitePolicy.Feature.FREE,
        true,
        "",
        "org.conclave.api.migration",
        "org.conclave.api.organisation",
        "org.conclave.api.storage");
    features.feature(
        "rota",
        "Duty rota",
        "Shows who is on duty beside each conversation.",
        "Harbour Clinic IT",
        SitePolicy.Feature.FREE,
        false,
        "Its signer is not one that your organisation lists. It was not started.",
        "org.conclave.api.messaging");
    features.feature(
        "shell",
        "Command console",
        "Does everything by typed commands.",
        "",
        SitePolicy.Feature.OFF,
        false,
        "",
        "org.conclave.api.messaging",
        "org.conclave.api.organisation");
  }

  private void record(AuditEvent.Kind kind, int daysAgo, Map<String, String> details) {
    world.audit.record(
        kind, Instant.parse("2026-11-23T08:15:00Z").minus(Duration.ofDays(daysAgo)), details);
  }

  private void site(int index, Role role, String site) {
    world.members.set(index, AdministrationFake.with(world.members.get(index), role, site));
  }

  final void openAdministration(Theme theme, int width, int height) {
    office();
    open(theme, width, height);
    hand.click("rail.ADMINISTRATION");
    hand.awaitSeen("administration.sections");
  }

  /** Goes to the page with that number on the list. */
  final void section(int number) {
    hand.clickIn("administration.sections", 100, 32 + 64 * number);
  }

  final void resize(int width, int height) {
    Hand.onEventThread(
        () -> {
          Hand.frame().setSize(width, height);
          return true;
        });
    hand.settle();
  }

  final boolean did(String act) {
    return world.administration.acts().contains(act);
  }
}
