package org.conclave.onboarding.internal;

import java.time.Instant;
import java.util.Optional;
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
import org.conclave.proto.org.v1.JoinClaim;
import org.conclave.proto.org.v1.MembershipCertificate;
import org.conclave.proto.org.v1.RestoreRequest;
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
    return record(organisation, account, keys, DeviceOrder.FIRST, Bytes.EMPTY, Bytes.EMPTY, now);
  }

  /**
   * @param previous hash of the record before; empty for the first
   * @param backupId of the backup that the account came from; empty where it came from none
   */
  static Signed record(
      OrganisationId organisation,
      SigningKey account,
      OwnKeys keys,
      DeviceOrder order,
      Bytes previous,
      Bytes backupId,
      Instant now) {
    DeviceRecord.Reason reason =
        order.deviceEpoch() > 1
            ? DeviceRecord.Reason.TAKEOVER
            : order.generation() > 1
                ? DeviceRecord.Reason.GENERATION_RAISED
                : DeviceRecord.Reason.FIRST;
    DeviceRecord record =
        DeviceRecord.newBuilder()
            .setOrgId(Octets.toProto(organisation.value()))
            .setUserId(Octets.toProto(Accounts.user(account.publicKey()).value()))
            .setAccountPublicKey(Octets.toProto(account.publicKey()))
            .setGeneration((int) order.generation())
            .setDeviceEpoch(order.deviceEpoch())
            .setPreviousHash(Octets.toProto(previous))
            .setBackupId(Octets.toProto(backupId))
            .setDevicePublicKey(Octets.toProto(keys.device().publicKey()))
            .setDeviceMailboxKey(Octets.toProto(keys.mailbox().publicKey()))
            .setMlsSignatureKey(Octets.toProto(keys.mls().publicKey()))
            .setReason(reason)
            .setCreatedAt(now.getEpochSecond())
            .build();
    return StatementKind.RECORD.sign(record, account, keys.device());
  }

  /** Asks for the account's newest record, for this device alone. */
  static Signed restoreRequest(OrganisationId organisation, SigningKey account, Bytes device) {
    RestoreRequest request =
        RestoreRequest.newBuilder()
            .setOrgId(Octets.toProto(organisation.value()))
            .setAccountPublicKey(Octets.toProto(account.publicKey()))
            .setDevicePublicKey(Octets.toProto(device))
            .build();
    return StatementKind.RESTORE.sign(request, account);
  }

  /**
   * @param memberName empty where the token is bound
   * @param invite the key of an open invitation
   */
  static Signed claim(
      VerifiedToken token,
      SigningKey account,
      OwnKeys keys,
      String memberName,
      Optional<SigningKey> invite) {
    JoinClaim claim =
        JoinClaim.newBuilder()
            .setOrgId(Octets.toProto(token.keys().id().value()))
            .setTokenHash(Octets.toProto(token.hash()))
            .setTokenId(Octets.toProto(token.tokenId()))
            .setAccountPublicKey(Octets.toProto(account.publicKey()))
            .setDevicePublicKey(Octets.toProto(keys.device().publicKey()))
            .setMlsSignatureKey(Octets.toProto(keys.mls().publicKey()))
            .setMemberName(memberName)
            .build();
    return invite.isPresent()
        ? StatementKind.CLAIM.sign(claim, account, invite.get())
        : StatementKind.CLAIM.sign(claim, account);
  }
}
