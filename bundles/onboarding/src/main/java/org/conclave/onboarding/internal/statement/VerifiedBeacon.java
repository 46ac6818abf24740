package org.conclave.onboarding.internal.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.LedgerBeacon;
import org.conclave.proto.org.v1.Signed;

/**
 * A LedgerBeacon: an administrator's client held the ledger of that head at that time.
 *
 * @param head as {@code Ledger.head()} makes it
 */
public record VerifiedBeacon(
    UnverifiedEntry source,
    Bytes statementHash,
    Authority authority,
    Bytes head,
    int entries,
    Instant issuedAt)
    implements OrganisationEntry.Decision {
  static VerifiedBeacon read(UnverifiedEntry source, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    Signed signed = source.entry().getStatement();
    Bytes payload = StatementKind.BEACON.payload(signed);
    LedgerBeacon beacon = parse(payload);
    Fields.organisation(beacon.getOrgId(), keys);
    Authority authority = Authority.read(beacon.getAuthority(), keys, trust);
    StatementKind.BEACON.verify(signed, trust, authority.signer());
    Instant issuedAt = Fields.time(beacon.getIssuedAt());
    authority.checkTime(issuedAt);
    return new VerifiedBeacon(
        source,
        Sha256.of(payload),
        authority,
        Fields.exactly(Sha256.SIZE, beacon.getHead(), "the head"),
        beacon.getEntries(),
        issuedAt);
  }

  private static LedgerBeacon parse(Bytes payload) throws InvalidStatementException {
    try {
      return LedgerBeacon.parseFrom(payload.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw new InvalidStatementException(Fault.MALFORMED, "the beacon cannot be parsed");
    }
  }
}
