package org.conclave.onboarding.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.DelegationRequest;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.api.organisation.SitePolicy.Feature;
import org.conclave.onboarding.internal.statement.DeviceOrder;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.OpenClaim;
import org.conclave.onboarding.internal.statement.Roles;
import org.conclave.onboarding.internal.statement.StatementKind;
import org.conclave.proto.org.v1.Delegation;
import org.conclave.proto.org.v1.DeviceApproval;
import org.conclave.proto.org.v1.LedgerBeacon;
import org.conclave.proto.org.v1.MembershipCertificate;
import org.conclave.proto.org.v1.Revocation;
import org.conclave.proto.org.v1.Signed;

/** The statements that administrators make. */
final class Decisions {
  private final OrganisationId organisation;
  private final Signatory signatory;
  private final long now;

  Decisions(OrganisationId organisation, Signatory signatory, Instant now) {
    this.organisation = organisation;
    this.signatory = signatory;
    this.now = now.getEpochSecond();
  }

  private Revocation.Builder revocation() {
    return Revocation.newBuilder()
        .setOrgId(Octets.toProto(organisation.value()))
        .setIssuedAt(now)
        .setAuthority(signatory.authority());
  }

  private Signed sign(Revocation.Builder revocation) {
    return signatory.sign(StatementKind.REVOCATION, revocation.build());
  }

  /**
   * @param through what the user signed as an administrator stands up to this counter
   */
  Signed revokeMembership(UserId user, long through, boolean wipe) {
    return sign(
        revocation()
            .setUserId(Octets.toProto(user.value()))
            .setStatementsThrough(through)
            .setWipe(wipe));
  }

  Signed revokeDevices(UserId user, DeviceOrder through, boolean wipe) {
    return sign(
        revocation()
            .setDevice(
                Revocation.DeviceObject.newBuilder()
                    .setUserId(Octets.toProto(user.value()))
                    .setGeneration((int) through.generation())
                    .setDeviceEpoch(through.deviceEpoch()))
            .setWipe(wipe));
  }

  Signed revokeToken(Bytes tokenHash) {
    return sign(revocation().setTokenHash(Octets.toProto(tokenHash)));
  }

  Signed withdraw(Bytes delegationHash, long through) {
    return sign(
        revocation()
            .setDelegation(
                Revocation.DelegationObject.newBuilder()
                    .setDelegationHash(Octets.toProto(delegationHash))
                    .setStatementsThrough(through)));
  }

  /**
   * @param number of the delegate's invitations that it takes up; 0 for a root key
   */
  Signed confirm(OpenClaim claim, String name, int number) {
    MembershipCertificate certificate =
        MembershipCertificate.newBuilder()
            .setOrgId(Octets.toProto(organisation.value()))
            .setUserId(Octets.toProto(claim.user().value()))
            .setAccountPublicKey(Octets.toProto(claim.claim().account()))
            .setRole(Roles.toProto(claim.token().role()))
            .setSite(claim.token().site())
            .setMemberName(name)
            .setClaimHash(Octets.toProto(claim.claim().hash()))
            .setTokenHash(Octets.toProto(claim.token().hash()))
            .setNumber(number)
            .setIssuedAt(now)
            .setAuthority(signatory.authority())
            .build();
    return signatory.sign(StatementKind.CERTIFICATE, certificate);
  }

  Signed approve(UserId user, Bytes recordHash) {
    DeviceApproval approval =
        DeviceApproval.newBuilder()
            .setOrgId(Octets.toProto(organisation.value()))
            .setUserId(Octets.toProto(user.value()))
            .setRecordHash(Octets.toProto(recordHash))
            .setIssuedAt(now)
            .setAuthority(signatory.authority())
            .build();
    return signatory.sign(StatementKind.APPROVAL, approval);
  }

  Signed delegate(DelegationRequest request, Bytes account) {
    Delegation.Builder delegation =
        Delegation.newBuilder()
            .setOrgId(Octets.toProto(organisation.value()))
            .setDelegateKey(Octets.toProto(account))
            .setSite(request.site())
            .setMayDelegate(request.mayDelegate())
            .setNotAfter(now + request.validity().toSeconds())
            .setQuota(request.quota())
            .setIssuedAt(now)
            .setAuthority(signatory.authority());
    request.roles().stream()
        .sorted(Comparator.naturalOrder())
        .forEach(role -> delegation.addRoles(Roles.toProto(role)));
    return signatory.sign(StatementKind.DELEGATION, delegation.build());
  }

  Signed policy(String site, SitePolicy policy) {
    var builder =
        org.conclave.proto.org.v1.SitePolicy.newBuilder()
            .setOrgId(Octets.toProto(organisation.value()))
            .setSite(site)
            .setTakeoverNeedsApproval(policy.takeoverNeedsApproval())
            .setRetentionDays(policy.retention().map(Decisions::days).orElse(0))
            .setGroupCreators(
                policy.groupCreators() == SitePolicy.GroupCreators.ADMINISTRATORS
                    ? org.conclave.proto.org.v1.SitePolicy.GroupCreators.ADMINISTRATORS
                    : org.conclave.proto.org.v1.SitePolicy.GroupCreators.EVERYBODY)
            .setWarnDays(days(policy.warnWithoutBeacon()))
            .setRefuseDays(days(policy.refuseWithoutBeacon()))
            .setIssuedAt(now)
            .setAuthority(signatory.authority());
    policy.features().entrySet().stream()
        .filter(rule -> rule.getValue() != Feature.FREE)
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            rule ->
                builder.addFeatures(
                    org.conclave.proto.org.v1.SitePolicy.FeatureRule.newBuilder()
                        .setId(rule.getKey())
                        .setOn(rule.getValue() == Feature.ON)));
    policy.pluginSigners().forEach(signer -> builder.addPluginSigners(Octets.toProto(signer)));
    return signatory.sign(StatementKind.POLICY, builder.build());
  }

  private static int days(Duration duration) {
    return (int) duration.toDays();
  }

  Signed beacon(Bytes head, int entries) {
    LedgerBeacon beacon =
        LedgerBeacon.newBuilder()
            .setOrgId(Octets.toProto(organisation.value()))
            .setHead(Octets.toProto(head))
            .setEntries(entries)
            .setIssuedAt(now)
            .setAuthority(signatory.authority())
            .build();
    return signatory.sign(StatementKind.BEACON, beacon);
  }
}
