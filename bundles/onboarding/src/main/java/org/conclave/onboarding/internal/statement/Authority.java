package org.conclave.onboarding.internal.statement;

import java.time.Instant;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Role;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.Signed;

/**
 * By what right an administrator's statement is signed, verified up to the organisation's own keys.
 * Whether the right still stands is for the ledger to say.
 *
 * @param signer who has to have signed the statement
 * @param counter the statement's place in the signer's chain
 * @param delegation where the signer is a delegate
 * @param succession where a root key that succeeded another stands at the beginning
 */
public record Authority(
    Bytes signer,
    long counter,
    Optional<DelegationTerms> delegation,
    Optional<SuccessionTerms> succession) {
  static Authority read(
      org.conclave.proto.org.v1.Authority field, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    return read(field, keys, trust, 0);
  }

  /**
   * @param depth how many delegations stand between this and the statement that is read
   */
  static Authority read(
      org.conclave.proto.org.v1.Authority field, OrganisationKeys keys, Trust trust, int depth)
      throws InvalidStatementException {
    Fields.link(field.getLink());
    long counter = field.getLink().getCounter();
    if (!field.hasRight()) {
      return new Authority(keys.root(), counter, Optional.empty(), Optional.empty());
    }
    Signed right = field.getRight();
    return switch (right.getType()) {
      case ROOT_SUCCESSION -> {
        SuccessionTerms succession = SuccessionTerms.read(right, keys, trust);
        yield new Authority(
            succession.newRoot(), counter, Optional.empty(), Optional.of(succession));
      }
      case DELEGATION -> {
        Fields.require(
            depth < DelegationTerms.MAX_DEPTH, "a right passes through two hands at most");
        DelegationTerms terms = DelegationTerms.read(right, keys, trust, depth + 1);
        yield new Authority(
            terms.delegate(), counter, Optional.of(terms), terms.authority().succession());
      }
      default ->
          throw new InvalidStatementException(Fault.MALFORMED, "its right is no kind of right");
    };
  }

  /** 0 for a root key, 1 for its delegate, 2 for a delegate's delegate. */
  public int depth() {
    return delegation.map(terms -> terms.authority().depth() + 1).orElse(0);
  }

  public boolean isRoot() {
    return delegation.isEmpty();
  }

  public boolean covers(String site) {
    return delegation
        .map(terms -> terms.site().isEmpty() || terms.site().equals(site))
        .orElse(true);
  }

  public boolean mayGive(Role role) {
    return delegation.map(terms -> terms.roles().contains(role)).orElse(true);
  }

  /** Whether the right was given, directly or not, by way of the delegation of that hash. */
  public boolean isUnder(Bytes delegationHash) {
    return delegation
        .map(
            terms ->
                terms.hash().equals(delegationHash) || terms.authority().isUnder(delegationHash))
        .orElse(false);
  }

  /** The member who signed as a delegate. */
  public Optional<UserId> holder() {
    return delegation.map(DelegationTerms::holder);
  }

  /** A delegate's statement says a time within the delegation. */
  void checkTime(Instant said) throws InvalidStatementException {
    if (delegation.isPresent() && said.isAfter(delegation.get().notAfter())) {
      throw new InvalidStatementException(
          Fault.BEYOND_AUTHORITY, "the right to sign it had expired");
    }
  }

  /** A root key's invitations have no number; a delegate's count up to its quota. */
  int checkNumber(int number) throws InvalidStatementException {
    int quota = delegation.map(DelegationTerms::quota).orElse(0);
    int least = isRoot() ? 0 : 1;
    if (number < least || number > quota) {
      throw new InvalidStatementException(
          Fault.BEYOND_AUTHORITY, "its signer may not issue so many invitations");
    }
    return number;
  }

  void checkGrant(Role role, String site) throws InvalidStatementException {
    if (!mayGive(role) || !covers(site)) {
      throw new InvalidStatementException(
          Fault.BEYOND_AUTHORITY, "its signer may not give this role for this site");
    }
  }
}
