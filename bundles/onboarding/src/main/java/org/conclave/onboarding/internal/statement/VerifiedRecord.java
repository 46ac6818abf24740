package org.conclave.onboarding.internal.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.UserId;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.DeviceRecord;
import org.conclave.proto.org.v1.Signed;

/**
 * A DeviceRecord that the account and the device signed. Whether it needs an approval, and has it,
 * is for the ledger to say.
 *
 * @param rank SHA-256 of the payload, which the MLS credential carries
 */
public record VerifiedRecord(
    UnverifiedEntry source,
    Bytes rank,
    UserId user,
    Bytes account,
    DeviceOrder order,
    DeviceId device,
    Bytes mlsSignatureKey)
    implements MemberEntry {
  private static final int MAX_BACKUP_ID = 64;

  static VerifiedRecord read(UnverifiedEntry source, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    Signed signed = source.entry().getStatement();
    Bytes payload = StatementKind.RECORD.payload(signed);
    DeviceRecord record = parse(payload);
    Fields.organisation(record.getOrgId(), keys);
    Bytes account = Fields.signingKey(record.getAccountPublicKey(), trust, "the account key");
    Bytes device = Fields.signingKey(record.getDevicePublicKey(), trust, "the device key");
    Bytes mls = Fields.signingKey(record.getMlsSignatureKey(), trust, "the MLS signature key");
    Fields.require(distinct(account, device, mls), "keys repeat");
    Fields.require(
        trust.isMailboxKey(Octets.of(record.getDeviceMailboxKey())),
        "the mailbox key is no strong X25519 key");
    UserId user = Accounts.user(account);
    Fields.require(
        Octets.of(record.getUserId()).equals(user.value()), "user and account key differ");
    DeviceOrder order = order(record);
    StatementKind.RECORD.verify(signed, trust, account, device);
    return new VerifiedRecord(
        source, Sha256.of(payload), user, account, order, DeviceId.ofPublicKey(device), mls);
  }

  /** Whether its generation was raised, which only an administrator allows. */
  public boolean isRaised() {
    return order.generation() > DeviceOrder.FIRST.generation();
  }

  public boolean isFirst() {
    return order.equals(DeviceOrder.FIRST);
  }

  /** Whether this is the device that {@code claim} was made for. */
  public boolean hasKeysOf(VerifiedClaim claim) {
    return claim.deviceKey().equals(device.publicKey())
        && claim.mlsSignatureKey().equals(mlsSignatureKey);
  }

  /** What the MLS leaf of the device carries: user_id ‖ SHA-256(DeviceRecord payload). */
  public Bytes credential() {
    return user.value().concat(rank);
  }

  @Override
  public Slot slot() {
    return new Slot.Device(order);
  }

  private static DeviceOrder order(DeviceRecord record) throws InvalidStatementException {
    long generation = Integer.toUnsignedLong(record.getGeneration());
    long epoch = record.getDeviceEpoch();
    Fields.require(
        generation >= 1 && epoch >= 1 && epoch <= DeviceOrder.MAX_EPOCH,
        "generation or device epoch is out of range");
    DeviceRecord.Reason reason =
        epoch > 1
            ? DeviceRecord.Reason.TAKEOVER
            : generation > 1 ? DeviceRecord.Reason.GENERATION_RAISED : DeviceRecord.Reason.FIRST;
    Fields.require(record.getReason() == reason, "the reason does not fit the counters");
    Fields.require(
        record.getPreviousHash().size() == (reason == DeviceRecord.Reason.FIRST ? 0 : Sha256.SIZE),
        "the hash of the previous record does not fit the counters");
    Fields.require(record.getBackupId().size() <= MAX_BACKUP_ID, "the backup id is too long");
    return new DeviceOrder(generation, epoch);
  }

  private static boolean distinct(Bytes account, Bytes device, Bytes mls) {
    return !account.equals(device) && !account.equals(mls) && !device.equals(mls);
  }

  private static DeviceRecord parse(Bytes payload) throws InvalidStatementException {
    try {
      return DeviceRecord.parseFrom(payload.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw new InvalidStatementException(Fault.MALFORMED, "the record cannot be parsed");
    }
  }
}
