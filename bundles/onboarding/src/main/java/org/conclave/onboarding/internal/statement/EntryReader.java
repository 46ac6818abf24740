package org.conclave.onboarding.internal.statement;

import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.wire.v1.LedgerEntry;

/** Verifies entries of one organisation's ledger. Stateless and thread-safe. */
public record EntryReader(OrganisationKeys keys) {

  /** Verifies everything that an entry says by itself: bounds, structure, signatures. */
  public VerifiedEntry verify(UnverifiedEntry entry) throws InvalidStatementException {
    return read(entry, Trust.NONE);
  }

  /** Reads an entry that was verified before it was sealed into the profile. */
  public VerifiedEntry reread(UnverifiedEntry entry) throws InvalidStatementException {
    return read(entry, Trust.VERIFIED_BEFORE);
  }

  private VerifiedEntry read(UnverifiedEntry entry, Trust trust) throws InvalidStatementException {
    if (entry.entry().getEntryCase() == LedgerEntry.EntryCase.REDEMPTION) {
      return VerifiedRedemption.read(entry, keys, trust);
    }
    return switch (entry.entry().getStatement().getType()) {
      case MEMBERSHIP_CERTIFICATE -> VerifiedCertificate.read(entry, keys, trust);
      case DEVICE_RECORD -> VerifiedRecord.read(entry, keys, trust);
      case DELEGATION -> VerifiedDelegation.read(entry, keys, trust);
      case REVOCATION -> VerifiedRevocation.read(entry, keys, trust);
      case ROOT_SUCCESSION -> VerifiedSuccession.read(entry, keys, trust);
      case SITE_POLICY -> VerifiedPolicy.read(entry, keys, trust);
      case LEDGER_BEACON -> VerifiedBeacon.read(entry, keys, trust);
      case DEVICE_APPROVAL -> VerifiedApproval.read(entry, keys, trust);
      default ->
          throw new InvalidStatementException(
              Fault.UNSUPPORTED, "this version cannot judge statements of this type");
    };
  }
}
