package org.conclave.onboarding.internal.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.Revocation;
import org.conclave.proto.org.v1.Signed;

/**
 * A Revocation by somebody who may sign for the organisation. Whether its signer may revoke just
 * that is for the ledger to say.
 *
 * @param wipe whether the device it hits erases its profile
 */
public record VerifiedRevocation(
    UnverifiedEntry source,
    Bytes statementHash,
    Authority authority,
    Target target,
    boolean wipe,
    Instant issuedAt)
    implements OrganisationEntry.Decision {
  /** What is revoked. */
  public sealed interface Target {
    /**
     * A membership, for good.
     *
     * @param statementsThrough what the user signed as an administrator stands up to this counter
     */
    record Membership(UserId user, long statementsThrough) implements Target {}

    /** All devices of a user up to {@code through}. */
    record Devices(UserId user, DeviceOrder through) implements Target {}

    /** An invitation, used or not. */
    record Token(Bytes tokenHash) implements Target {}

    /** What is signed by right of a delegation, after {@code statementsThrough}. */
    record Right(Bytes delegationHash, long statementsThrough) implements Target {}
  }

  static VerifiedRevocation read(UnverifiedEntry source, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    Signed signed = source.entry().getStatement();
    Bytes payload = StatementKind.REVOCATION.payload(signed);
    Revocation revocation = parse(payload);
    Fields.organisation(revocation.getOrgId(), keys);
    Authority authority = Authority.read(revocation.getAuthority(), keys, trust);
    StatementKind.REVOCATION.verify(signed, trust, authority.signer());
    Instant issuedAt = Fields.time(revocation.getIssuedAt());
    authority.checkTime(issuedAt);
    Target target = target(revocation);
    Fields.require(
        !revocation.getWipe()
            || target instanceof Target.Membership
            || target instanceof Target.Devices,
        "only a device can be wiped");
    return new VerifiedRevocation(
        source, Sha256.of(payload), authority, target, revocation.getWipe(), issuedAt);
  }

  private static Target target(Revocation revocation) throws InvalidStatementException {
    Fields.counter(revocation.getStatementsThrough());
    return switch (revocation.getObjectCase()) {
      case USER_ID ->
          new Target.Membership(
              new UserId(Fields.exactly(UserId.SIZE, revocation.getUserId(), "the user")),
              revocation.getStatementsThrough());
      case DEVICE -> devices(revocation.getDevice());
      case TOKEN_HASH ->
          new Target.Token(Fields.exactly(Sha256.SIZE, revocation.getTokenHash(), "the token"));
      case DELEGATION -> {
        Fields.counter(revocation.getDelegation().getStatementsThrough());
        yield new Target.Right(
            Fields.exactly(
                Sha256.SIZE, revocation.getDelegation().getDelegationHash(), "the delegation"),
            revocation.getDelegation().getStatementsThrough());
      }
      case OBJECT_NOT_SET ->
          throw new InvalidStatementException(Fault.UNSUPPORTED, "it revokes nothing known here");
    };
  }

  private static Target devices(Revocation.DeviceObject device) throws InvalidStatementException {
    long generation = Integer.toUnsignedLong(device.getGeneration());
    long epoch = device.getDeviceEpoch();
    Fields.require(
        generation >= 1 && epoch >= 1 && epoch <= DeviceOrder.MAX_EPOCH,
        "generation or device epoch is out of range");
    return new Target.Devices(
        new UserId(Fields.exactly(UserId.SIZE, device.getUserId(), "the user")),
        new DeviceOrder(generation, epoch));
  }

  private static Revocation parse(Bytes payload) throws InvalidStatementException {
    try {
      return Revocation.parseFrom(payload.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw new InvalidStatementException(Fault.MALFORMED, "the revocation cannot be parsed");
    }
  }
}
