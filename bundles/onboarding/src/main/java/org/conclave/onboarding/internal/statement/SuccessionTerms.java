package org.conclave.onboarding.internal.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.RootSuccession;
import org.conclave.proto.org.v1.Signed;

/**
 * A RootSuccession that the recovery key signed, and the new root key to prove that it is there.
 *
 * @param hash SHA-256 of the payload
 * @param statementsThrough the last counter of the root key before that stands
 * @param counter the place in the recovery key's chain
 */
public record SuccessionTerms(
    Bytes hash, Bytes newRoot, long statementsThrough, long counter, Instant issuedAt) {
  static SuccessionTerms read(Signed signed, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    Bytes payload = StatementKind.SUCCESSION.payload(signed);
    RootSuccession succession = parse(payload);
    Fields.organisation(succession.getOrgId(), keys);
    Bytes newRoot = Fields.signingKey(succession.getNewRootKey(), trust, "the new root key");
    Fields.require(
        !newRoot.equals(keys.root()) && !newRoot.equals(keys.recovery()),
        "the new root key is an old one");
    Fields.link(succession.getLink());
    Fields.counter(succession.getStatementsThrough());
    StatementKind.SUCCESSION.verify(signed, trust, keys.recovery(), newRoot);
    return new SuccessionTerms(
        Sha256.of(payload),
        newRoot,
        succession.getStatementsThrough(),
        succession.getLink().getCounter(),
        Fields.time(succession.getIssuedAt()));
  }

  private static RootSuccession parse(Bytes payload) throws InvalidStatementException {
    try {
      return RootSuccession.parseFrom(payload.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw new InvalidStatementException(Fault.MALFORMED, "the succession cannot be parsed");
    }
  }
}
