package org.conclave.onboarding.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.ledger.LedgerKeeper.Alongside;
import org.conclave.onboarding.internal.statement.DelegationTerms;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.proto.org.v1.Signed;

/**
 * Signs for the organisation and puts what was signed into the ledger: one decision, one
 * transaction, and then it spreads.
 */
final class Acts {
  static final Alongside NOTHING_ELSE = transaction -> {};

  private final Passage passage;

  Acts(Passage passage) {
    this.passage = passage;
  }

  /** Makes the statement, given a key that may sign it. */
  @FunctionalInterface
  interface Making {
    Signed by(Signatory signatory, Ledger ledger) throws OrganisationException;
  }

  Instant now() {
    return passage.around().clock().instant();
  }

  /**
   * @param fits whether a delegate's right is enough
   * @param also further entries that go with it, e.g. the record that it approves
   * @throws OrganisationException NOT_MEMBER, NOT_ADMINISTRATOR, BEYOND_AUTHORITY, STORAGE
   */
  VerifiedEntry sign(
      Predicate<DelegationTerms> fits, Making making, List<VerifiedEntry> also, Alongside alongside)
      throws OrganisationException {
    return passage.act(
        () -> {
          MemberSession session = passage.requireTaking();
          try {
            return session
                .keeper()
                .<VerifiedEntry, OrganisationException>decide(
                    ledger -> {
                      try (Signatory signatory = signatory(session, fits)) {
                        VerifiedEntry made = verified(session, making.by(signatory, ledger));
                        List<VerifiedEntry> entries = new ArrayList<>(also);
                        entries.add(made);
                        Ledger.Staged staged = ledger.stage(entries);
                        session
                            .keeper()
                            .commit(
                                staged,
                                transaction -> {
                                  signatory.store(transaction);
                                  alongside.in(transaction);
                                });
                        session.announce(staged.fresh());
                        return made;
                      }
                    });
          } catch (StorageException failure) {
            throw Passage.storage(failure);
          }
        });
  }

  /**
   * @throws OrganisationException NOT_ADMINISTRATOR, BEYOND_AUTHORITY
   */
  static Signatory signatory(MemberSession session, Predicate<DelegationTerms> fits)
      throws OrganisationException, StorageException {
    Optional<Signatory> found = session.rights().signatory(fits);
    if (found.isPresent()) {
      return found.get();
    }
    throw session.rights().isAdministrator() ? beyond() : notAdministrator();
  }

  private static VerifiedEntry verified(MemberSession session, Signed signed)
      throws OrganisationException {
    try {
      return session.keeper().reader().verify(UnverifiedEntry.of(signed));
    } catch (InvalidStatementException own) {
      if (own.fault() == Fault.BEYOND_AUTHORITY) {
        throw beyond();
      }
      throw new IllegalStateException("peers would refuse what this device signed", own);
    }
  }

  static OrganisationException beyond() {
    return new OrganisationException(
        Reason.BEYOND_AUTHORITY,
        "Your right as an administrator does not reach so far: another site, another role, after"
            + " its end, or more than its number of invitations. Nothing was done. Ask an"
            + " administrator of the organisation.");
  }

  static OrganisationException notAdministrator() {
    return new OrganisationException(
        Reason.NOT_ADMINISTRATOR,
        "Only an administrator of the organisation can do this, and this profile holds no right to"
            + " sign for it. Nothing was done. Ask your administrator.");
  }
}
