package org.conclave.onboarding.internal.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.onboarding.internal.statement.Authority;
import org.conclave.onboarding.internal.statement.DelegationTerms;
import org.conclave.onboarding.internal.statement.OrganisationKeys;
import org.conclave.onboarding.internal.statement.Slot;
import org.conclave.onboarding.internal.statement.SuccessionTerms;
import org.conclave.onboarding.internal.statement.VerifiedRevocation;
import org.conclave.onboarding.internal.statement.VerifiedRevocation.Target;

/**
 * Whose signature counts for the organisation, and up to where: a pure function of successions,
 * revocations and contradictions. A revocation counts only against what is below its signer, so
 * that the levels are settled one after the other and nothing depends on an order of arrival.
 * Immutable.
 */
final class Powers {
  private final List<Reign> reigns;
  private final Map<Bytes, Long> rightsThrough = new HashMap<>();
  private final Map<UserId, Long> usersThrough = new HashMap<>();
  private final Map<Bytes, Long> forked = new HashMap<>();
  private final Set<Bytes> settled;

  /** A root key, and the last counter of it that stands. */
  private record Reign(Bytes root, long succession, long through) {}

  private Powers(List<Reign> reigns, Set<Bytes> settled) {
    this.reigns = reigns;
    this.settled = settled;
  }

  /**
   * @param forks places of signers' chains that hold two statements
   */
  static Powers of(
      OrganisationKeys keys,
      Collection<SuccessionTerms> successions,
      Collection<VerifiedRevocation> revocations,
      Set<Slot.Chain> forks) {
    Set<Bytes> settled = new HashSet<>();
    Powers powers = new Powers(reigns(keys, successions), settled);
    for (Slot.Chain fork : forks) {
      powers.forked.merge(fork.signer(), fork.counter(), Math::min);
    }
    for (int depth = 0; depth <= DelegationTerms.MAX_DEPTH; depth++) {
      for (VerifiedRevocation revocation : revocations) {
        if (revocation.authority().depth() == depth && powers.stands(revocation.authority())) {
          powers.apply(revocation);
        }
      }
    }
    return powers;
  }

  private static List<Reign> reigns(
      OrganisationKeys keys, Collection<SuccessionTerms> successions) {
    Map<Long, SuccessionTerms> effective = new TreeMap<>();
    for (SuccessionTerms succession : successions) {
      effective.merge(
          succession.counter(),
          succession,
          (one, other) -> one.hash().compareTo(other.hash()) < 0 ? one : other);
    }
    List<Reign> reigns = new ArrayList<>();
    Bytes root = keys.root();
    long begun = 0;
    for (SuccessionTerms next : effective.values()) {
      reigns.add(new Reign(root, begun, next.statementsThrough()));
      root = next.newRoot();
      begun = next.counter();
    }
    reigns.add(new Reign(root, begun, Long.MAX_VALUE));
    return List.copyOf(reigns);
  }

  private void apply(VerifiedRevocation revocation) {
    Authority by = revocation.authority();
    if (revocation.target() instanceof Target.Right right) {
      // A delegate's word counts against what it handed on itself; see stands().
      if (by.isRoot()) {
        rightsThrough.merge(right.delegationHash(), right.statementsThrough(), Math::min);
        settled.add(right.delegationHash());
      } else {
        rightsThrough.merge(key(by, right.delegationHash()), right.statementsThrough(), Math::min);
      }
    } else if (revocation.target() instanceof Target.Membership membership && by.isRoot()) {
      usersThrough.merge(membership.user(), membership.statementsThrough(), Math::min);
    }
  }

  private static Bytes key(Authority by, Bytes delegationHash) {
    return by.signer().concat(delegationHash);
  }

  /** The root key that signs now. */
  Bytes root() {
    return reigns.get(reigns.size() - 1).root();
  }

  boolean isRootKey(Bytes key) {
    return reigns.stream().anyMatch(reign -> reign.root().equals(key));
  }

  /** Whether a statement that was signed by that right, at that place, counts. */
  boolean stands(Authority authority) {
    return authority
        .delegation()
        .map(terms -> standsByRight(authority, terms))
        .orElseGet(() -> standsByRoot(authority));
  }

  /** Whether something could still be signed by right of {@code terms}. */
  boolean isOpen(DelegationTerms terms) {
    return through(terms) == Long.MAX_VALUE
        && userThrough(terms) == Long.MAX_VALUE
        && !forked.containsKey(terms.delegate())
        && stands(terms.authority())
        && terms.authority().delegation().map(this::isOpen).orElse(true);
  }

  private boolean standsByRoot(Authority authority) {
    long succession = authority.succession().map(SuccessionTerms::counter).orElse(0L);
    return reigns.stream()
        .anyMatch(
            reign ->
                reign.root().equals(authority.signer())
                    && reign.succession() == succession
                    && authority.counter() <= reign.through());
  }

  private boolean standsByRight(Authority authority, DelegationTerms terms) {
    if (authority.counter() > Math.min(through(terms), userThrough(terms))) {
      return false;
    }
    // Two statements at one place put a delegate aside from there on, until somebody above decides.
    boolean isSettled = settled.contains(terms.hash());
    Long fork = forked.get(authority.signer());
    if (!isSettled && fork != null && authority.counter() >= fork) {
      return false;
    }
    return stands(terms.authority());
  }

  private long through(DelegationTerms terms) {
    long byRoot = rightsThrough.getOrDefault(terms.hash(), Long.MAX_VALUE);
    long byGiver = rightsThrough.getOrDefault(key(terms.authority(), terms.hash()), Long.MAX_VALUE);
    return Math.min(byRoot, byGiver);
  }

  private long userThrough(DelegationTerms terms) {
    return Optional.ofNullable(usersThrough.get(terms.holder())).orElse(Long.MAX_VALUE);
  }
}
