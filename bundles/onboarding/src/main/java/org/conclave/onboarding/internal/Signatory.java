package org.conclave.onboarding.internal;

import com.google.protobuf.MessageLite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.statement.DelegationTerms;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.Sha256;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.StatementKind;
import org.conclave.onboarding.internal.statement.VerifiedDelegation;
import org.conclave.onboarding.internal.statement.VerifiedSuccession;
import org.conclave.proto.org.v1.Authority;
import org.conclave.proto.org.v1.Signed;

/**
 * A key of this profile that may sign for the organisation, with the right by which it does. One
 * statement each: its place in the chain is taken when it is signed, and kept by {@link #store}.
 * Closing wipes the key.
 */
final class Signatory implements AutoCloseable {
  private final SigningKey key;
  private final Optional<Signed> right;
  private final Optional<DelegationTerms> terms;
  private final ChainEnd before;
  private ChainEnd after;

  private Signatory(
      SigningKey key, Optional<Signed> right, Optional<DelegationTerms> terms, ChainEnd before) {
    this.key = key;
    this.right = right;
    this.terms = terms;
    this.before = before;
    this.after = before;
  }

  /**
   * The rights of this profile that are in force at {@code now}, the highest first.
   *
   * @param fits whether a delegate's right is enough for what is to be signed; the root's always is
   */
  static Optional<Signatory> find(
      Transaction transaction,
      Ledger ledger,
      UserId self,
      Instant now,
      Predicate<DelegationTerms> fits)
      throws StorageException {
    OnboardingStore store = new OnboardingStore(transaction);
    Optional<SigningKey> root = store.root();
    if (root.isPresent() && root.get().publicKey().equals(ledger.rootKey())) {
      return Optional.of(
          new Signatory(
              root.get(),
              succession(ledger, root.get().publicKey()),
              Optional.empty(),
              end(store, ledger, root.get().publicKey())));
    }
    root.ifPresent(SigningKey::close);
    Optional<DelegationTerms> own =
        delegations(ledger, self, now).stream().filter(fits).findFirst();
    Optional<SigningKey> account = own.isPresent() ? store.account() : Optional.empty();
    if (account.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Signatory(
            account.get(),
            delegation(ledger, own.orElseThrow()),
            own,
            end(store, ledger, account.get().publicKey())));
  }

  /** Delegations of this member by which something can be signed now. */
  static List<DelegationTerms> delegations(Ledger ledger, UserId self, Instant now) {
    return ledger.delegations(self).stream()
        .filter(terms -> now.isBefore(terms.notAfter()))
        .toList();
  }

  private static ChainEnd end(OnboardingStore store, Ledger ledger, Bytes signer)
      throws StorageException {
    ChainEnd stored = store.chain(signer).orElse(ChainEnd.NONE);
    long known = ledger.organisation().highestCounter(signer);
    // Another profile of this identity went on with the chain, and not all of it is known.
    return known > stored.counter() ? ChainEnd.skipping(known) : stored;
  }

  private static Optional<Signed> succession(Ledger ledger, Bytes root) {
    return find(
        ledger,
        entry ->
            entry instanceof VerifiedSuccession succession
                    && succession.terms().newRoot().equals(root)
                ? Optional.of(succession.source().entry().getStatement())
                : Optional.empty());
  }

  private static Optional<Signed> delegation(Ledger ledger, DelegationTerms terms) {
    return find(
        ledger,
        entry ->
            entry instanceof VerifiedDelegation delegation
                    && delegation.statementHash().equals(terms.hash())
                ? Optional.of(delegation.source().entry().getStatement())
                : Optional.empty());
  }

  private static Optional<Signed> find(
      Ledger ledger,
      Function<org.conclave.onboarding.internal.statement.OrganisationEntry, Optional<Signed>> by) {
    return new ArrayList<>(ledger.organisation().decisions())
        .stream().map(by).flatMap(Optional::stream).findFirst();
  }

  /** Where this is a delegate. */
  Optional<DelegationTerms> terms() {
    return terms;
  }

  Bytes publicKey() {
    return key.publicKey();
  }

  /** The last counter that was used. */
  long counter() {
    return before.counter();
  }

  /** What the statement carries. */
  Authority authority() {
    Authority.Builder authority = Authority.newBuilder().setLink(before.next());
    right.ifPresent(authority::setRight);
    return authority.build();
  }

  /** Signs a statement that carries {@link #authority}. */
  Signed sign(StatementKind kind, MessageLite content) {
    Signed signed = kind.sign(content, key);
    after = new ChainEnd(before.counter() + 1, Sha256.of(Octets.of(signed.getPayload())));
    return signed;
  }

  /** Keeps the place that the signed statement took. */
  void store(Transaction transaction) throws StorageException {
    new OnboardingStore(transaction).putChain(key.publicKey(), after);
  }

  @Override
  public void close() {
    key.close();
  }
}
