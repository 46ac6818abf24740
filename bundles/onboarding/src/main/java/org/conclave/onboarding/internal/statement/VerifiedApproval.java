package org.conclave.onboarding.internal.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.DeviceApproval;
import org.conclave.proto.org.v1.Signed;

/**
 * A DeviceApproval.
 *
 * @param recordHash SHA-256 of the payload of the DeviceRecord that it approves
 */
public record VerifiedApproval(
    UnverifiedEntry source,
    Bytes statementHash,
    Authority authority,
    UserId user,
    Bytes recordHash,
    Instant issuedAt)
    implements OrganisationEntry.Decision {
  static VerifiedApproval read(UnverifiedEntry source, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    Signed signed = source.entry().getStatement();
    Bytes payload = StatementKind.APPROVAL.payload(signed);
    DeviceApproval approval = parse(payload);
    Fields.organisation(approval.getOrgId(), keys);
    Authority authority = Authority.read(approval.getAuthority(), keys, trust);
    StatementKind.APPROVAL.verify(signed, trust, authority.signer());
    Instant issuedAt = Fields.time(approval.getIssuedAt());
    authority.checkTime(issuedAt);
    return new VerifiedApproval(
        source,
        Sha256.of(payload),
        authority,
        new UserId(Fields.exactly(UserId.SIZE, approval.getUserId(), "the user")),
        Fields.exactly(Sha256.SIZE, approval.getRecordHash(), "the record"),
        issuedAt);
  }

  private static DeviceApproval parse(Bytes payload) throws InvalidStatementException {
    try {
      return DeviceApproval.parseFrom(payload.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw new InvalidStatementException(Fault.MALFORMED, "the approval cannot be parsed");
    }
  }
}
