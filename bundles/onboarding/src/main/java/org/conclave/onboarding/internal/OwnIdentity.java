package org.conclave.onboarding.internal;

import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.statement.Accounts;
import org.conclave.onboarding.internal.statement.EntryReader;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.OpenClaim;
import org.conclave.onboarding.internal.statement.Sha256;
import org.conclave.onboarding.internal.statement.Trust;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedRecord;

/**
 * The statements by which this profile is somebody.
 *
 * @param account public key
 * @param name as the grant says, or as the claim asks for
 * @param claim while nothing has made it a member
 * @param record of this device; empty until it has one
 */
record OwnIdentity(
    EntryReader reader,
    UserId user,
    Bytes account,
    String name,
    UnverifiedEntry grantSource,
    Optional<OpenClaim> claim,
    Optional<VerifiedRecord> record) {

  /**
   * @throws StorageException DAMAGED, where what is stored cannot be understood
   */
  static OwnIdentity read(OwnPlace place) throws StorageException {
    EntryReader reader = new EntryReader(place.keys());
    try {
      Optional<VerifiedRecord> record = Optional.empty();
      if (place.record().isPresent()) {
        VerifiedEntry entry = reader.reread(UnverifiedEntry.parse(place.record().get()));
        record = Optional.of((VerifiedRecord) entry);
      }
      UnverifiedEntry grant = UnverifiedEntry.parse(place.grant());
      if (place.phase() instanceof Phase.Waiting) {
        OpenClaim claim =
            OpenClaim.read(grant.entry().getRedemption(), place.keys(), Trust.VERIFIED_BEFORE);
        Bytes account = claim.claim().account();
        return new OwnIdentity(
            reader,
            claim.user(),
            account,
            claim.claim().memberName(),
            grant,
            Optional.of(claim),
            record);
      }
      VerifiedGrant own = (VerifiedGrant) reader.reread(grant);
      return new OwnIdentity(
          reader,
          Accounts.user(own.account()),
          own.account(),
          own.memberName(),
          grant,
          Optional.empty(),
          record);
    } catch (InvalidStatementException | ClassCastException broken) {
      throw damaged(broken);
    }
  }

  static UnverifiedEntry parse(Bytes entry) throws StorageException {
    try {
      return UnverifiedEntry.parse(entry);
    } catch (InvalidStatementException broken) {
      throw damaged(broken);
    }
  }

  /** What the MLS leaf carries; without a record something that no leaf has. */
  Bytes credential() {
    return record
        .map(VerifiedRecord::credential)
        .orElseGet(() -> user.value().concat(Bytes.wrap(new byte[Sha256.SIZE])));
  }

  private static StorageException damaged(Exception cause) {
    return new StorageException(
        StorageException.Reason.DAMAGED,
        "What the profile says about this device's membership cannot be read. Restore it from a"
            + " backup.",
        cause);
  }
}
