package org.conclave.onboarding.internal;

import java.util.List;
import java.util.Optional;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.statement.EntryReader;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.OrganisationKeys;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.conclave.proto.org.v1.Signed;
import org.conclave.proto.wire.v1.Redemption;

/** The two entries of the ledger by which a new member begins. */
record OwnEntries(VerifiedEntry grant, VerifiedEntry record) {
  static OwnEntries ofCertificate(OrganisationKeys keys, Signed certificate, Signed record) {
    try {
      return verified(keys, UnverifiedEntry.of(certificate), UnverifiedEntry.of(record));
    } catch (InvalidStatementException own) {
      throw new IllegalStateException("peers would refuse what this device signed", own);
    }
  }

  static OwnEntries ofRedemption(OrganisationKeys keys, Redemption redemption, Signed record) {
    try {
      return verified(keys, UnverifiedEntry.of(redemption), UnverifiedEntry.of(record));
    } catch (InvalidStatementException own) {
      throw new IllegalStateException("peers would refuse what this device signed", own);
    }
  }

  /** Reads one's own statements as peers will, before anything depends on them. */
  private static OwnEntries verified(
      OrganisationKeys keys, UnverifiedEntry grant, UnverifiedEntry record)
      throws InvalidStatementException {
    EntryReader reader = new EntryReader(keys);
    return new OwnEntries(reader.verify(grant), reader.verify(record));
  }

  /** One's own record, read as peers will. */
  static VerifiedRecord verified(OrganisationKeys keys, Signed record) {
    try {
      return (VerifiedRecord) new EntryReader(keys).verify(UnverifiedEntry.of(record));
    } catch (InvalidStatementException own) {
      throw new IllegalStateException("peers would refuse what this device signed", own);
    }
  }

  void store(
      Transaction transaction,
      OwnKeys keys,
      OrganisationKeys organisation,
      String organisationName,
      List<String> bootstrapAddresses)
      throws StorageException {
    OnboardingStore store = new OnboardingStore(transaction);
    store.putKeys(keys);
    store.putPlace(
        new OwnPlace(
            organisation,
            organisationName,
            bootstrapAddresses,
            grant.bytes(),
            Optional.of(record.bytes()),
            new Phase.TakingPart()));
    transaction.ledger().add(grant.hash(), grant.bytes());
    transaction.ledger().add(record.hash(), record.bytes());
  }
}
