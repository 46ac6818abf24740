package org.conclave.onboarding.internal.statement;

import java.time.Instant;
import org.conclave.api.bytes.Bytes;

/** A Delegation in the ledger. */
public record VerifiedDelegation(UnverifiedEntry source, DelegationTerms terms)
    implements OrganisationEntry.Decision {
  static VerifiedDelegation read(UnverifiedEntry source, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    return new VerifiedDelegation(
        source, DelegationTerms.read(source.entry().getStatement(), keys, trust, 0));
  }

  @Override
  public Authority authority() {
    return terms.authority();
  }

  @Override
  public Bytes statementHash() {
    return terms.hash();
  }

  @Override
  public Instant issuedAt() {
    return terms.issuedAt();
  }
}
