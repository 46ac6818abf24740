package org.conclave.onboarding.internal;

import java.time.Instant;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.organisation.Role;
import org.conclave.onboarding.internal.statement.Accounts;
import org.conclave.onboarding.internal.statement.DeviceOrder;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.OrganisationKeys;
import org.conclave.onboarding.internal.statement.Roles;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.StatementKind;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.proto.org.v1.Authority;
import org.conclave.proto.org.v1.ChainLink;
import org.conclave.proto.org.v1.DeviceRecord;
import org.conclave.proto.org.v1.InvitationToken;
import org.conclave.proto.org.v1.JoinClaim;
import org.conclave.proto.org.v1.MembershipCertificate;
import org.conclave.proto.org.v1.Signed;

/** The statements that a device makes while it founds, invites and joins. */
final class Statements {
  private Statements() {}

  static Signed founderCertificate(
      OrganisationKeys organisation,
      SigningKey root,
      Bytes account,
      String memberName,
      ChainLink link,
      Instant now) {
    MembershipCertificate certificate =
        MembershipCertificate.newBuilder()
            .setOrgId(Octets.toProto(organisation.id().value()))
            .setUserId(Octets.toProto(Accounts.user(account).value()))
            .setAccountPublicKey(Octets.toProto(account))
            .setRole(Roles.toProto(Role.ROOT_ADMINISTRATOR))
            .setMemberName(memberName)
            .setIssuedAt(now.getEpochSecond())
            .setAuthority(Authority.newBuilder().setLink(link))
            .build();
    return StatementKind.CERTIFICATE.sign(certificate, root);
  }

  /** The first record of an account: its first device. */
  static Signed firstRecord(
      OrganisationId organisation, SigningKey account, OwnKeys keys, Instant now) {
    DeviceRecord record =
        DeviceRecord.newBuilder()
            .setOrgId(Octets.toProto(organisation.value()))
            .setUserId(Octets.toProto(Accounts.user(account.publicKey()).value()))
            .setAccountPublicKey(Octets.toProto(account.publicKey()))
            .setGeneration((int) DeviceOrder.FIRST.generation())
            .setDeviceEpoch(DeviceOrder.FIRST.deviceEpoch())
            .setDevicePublicKey(Octets.toProto(keys.device().publicKey()))
            .setDeviceMailboxKey(Octets.toProto(keys.mailbox().publicKey()))
            .setMlsSignatureKey(Octets.toProto(keys.mls().publicKey()))
            .setReason(DeviceRecord.Reason.FIRST)
            .setCreatedAt(now.getEpochSecond())
            .build();
    return StatementKind.RECORD.sign(record, account, keys.device());
  }

  static Signed claim(VerifiedToken token, SigningKey account, OwnKeys keys) {
    JoinClaim claim =
        JoinClaim.newBuilder()
            .setOrgId(Octets.toProto(token.keys().id().value()))
            .setTokenHash(Octets.toProto(token.hash()))
            .setTokenId(Octets.toProto(token.tokenId()))
            .setAccountPublicKey(Octets.toProto(account.publicKey()))
            .setDevicePublicKey(Octets.toProto(keys.device().publicKey()))
            .setMlsSignatureKey(Octets.toProto(keys.mls().publicKey()))
            .build();
    return StatementKind.CLAIM.sign(claim, account);
  }

  /** A bound invitation; {@code wish} holds what the administrator chose. */
  static Signed token(OrganisationKeys organisation, SigningKey root, InvitationToken wish) {
    InvitationToken token =
        wish.toBuilder()
            .setVersion(VerifiedToken.VERSION)
            .setOrgId(Octets.toProto(organisation.id().value()))
            .setRootPublicKey(Octets.toProto(organisation.root()))
            .setRecoveryPublicKey(Octets.toProto(organisation.recovery()))
            .setMaxUses(1)
            .build();
    return StatementKind.TOKEN.sign(token, root);
  }
}
