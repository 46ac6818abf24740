package org.conclave.onboarding.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.Authority;
import org.conclave.onboarding.internal.statement.DelegationTerms;
import org.conclave.onboarding.internal.statement.SigningKey;

/** What this profile may sign for the organisation, by what it holds and what the ledger says. */
final class OwnRights {
  private final Storage storage;
  private final Ledger ledger;
  private final UserId self;
  private final Clock clock;
  private volatile Optional<Bytes> root;

  OwnRights(Storage storage, Ledger ledger, UserId self, Clock clock) throws StorageException {
    this.storage = storage;
    this.ledger = ledger;
    this.self = self;
    this.clock = clock;
    this.root = readRoot();
  }

  private Optional<Bytes> readRoot() throws StorageException {
    return storage.read(
        transaction -> {
          try (SigningKey key = new OnboardingStore(transaction).root().orElse(null)) {
            return Optional.ofNullable(key).map(SigningKey::publicKey);
          }
        });
  }

  /** The root key in the profile is another one. */
  void rootChanged() throws StorageException {
    root = readRoot();
  }

  boolean holdsRoot() {
    return root.equals(Optional.of(ledger.rootKey()));
  }

  boolean isAdministrator() {
    return isMember() && (holdsRoot() || !delegations().isEmpty());
  }

  private boolean isMember() {
    return ledger.standing(self).filter(Standing::isMember).isPresent();
  }

  List<DelegationTerms> delegations() {
    return Signatory.delegations(ledger, self, clock.instant());
  }

  /** Whether it decides about this member. */
  boolean reaches(Standing standing) {
    return isMember()
        && (holdsRoot() || delegations().stream().anyMatch(terms -> reaches(terms, standing)));
  }

  private boolean reaches(DelegationTerms terms, Standing standing) {
    return ledger.reaches(asAuthority(terms), standing);
  }

  static Authority asAuthority(DelegationTerms terms) {
    return new Authority(terms.delegate(), 1, Optional.of(terms), terms.authority().succession());
  }

  /**
   * A key to sign one statement with.
   *
   * @param fits whether a delegate's right is enough
   * @return empty where this profile has no right, or none that is enough
   */
  Optional<Signatory> signatory(Predicate<DelegationTerms> fits) throws StorageException {
    Instant now = clock.instant();
    return isMember()
        ? storage.read(transaction -> Signatory.find(transaction, ledger, self, now, fits))
        : Optional.empty();
  }
}
