package org.conclave.onboarding.internal.statement;

import org.conclave.api.bytes.Bytes;

/** A RootSuccession in the ledger. */
public record VerifiedSuccession(UnverifiedEntry source, SuccessionTerms terms)
    implements OrganisationEntry {
  static VerifiedSuccession read(UnverifiedEntry source, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    return new VerifiedSuccession(
        source, SuccessionTerms.read(source.entry().getStatement(), keys, trust));
  }

  @Override
  public Slot slot() {
    return new Slot.Succession(terms.counter());
  }

  @Override
  public Bytes rank() {
    return terms.hash();
  }
}
