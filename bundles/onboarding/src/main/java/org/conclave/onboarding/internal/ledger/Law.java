package org.conclave.onboarding.internal.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.onboarding.internal.statement.Authority;
import org.conclave.onboarding.internal.statement.DelegationTerms;
import org.conclave.onboarding.internal.statement.DeviceOrder;
import org.conclave.onboarding.internal.statement.OrganisationEntry;
import org.conclave.onboarding.internal.statement.VerifiedApproval;
import org.conclave.onboarding.internal.statement.VerifiedDelegation;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedPolicy;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.conclave.onboarding.internal.statement.VerifiedRevocation;
import org.conclave.onboarding.internal.statement.VerifiedRevocation.Target;

/**
 * What the organisation's own statements say of every member: a pure function of the set of them.
 * Immutable.
 */
final class Law {
  private final Powers powers;
  private final Policies policies;
  private final GrantIndex.Contests contests;
  private final Map<UserId, List<VerifiedRevocation>> memberships = new HashMap<>();
  private final Map<UserId, List<VerifiedRevocation>> devices = new HashMap<>();
  private final Map<Bytes, List<VerifiedRevocation>> tokens = new HashMap<>();
  private final Map<UserId, List<VerifiedApproval>> approvals = new HashMap<>();
  private final Map<UserId, List<DelegationTerms>> delegations = new HashMap<>();

  /**
   * @param entries of which those count whose signer's right stands
   */
  Law(
      Powers powers,
      GrantIndex.Contests contests,
      Collection<? extends OrganisationEntry> entries) {
    this.powers = powers;
    this.contests = contests;
    List<VerifiedPolicy> standing = new ArrayList<>();
    for (OrganisationEntry entry : entries) {
      if (!(entry instanceof OrganisationEntry.Decision signed)
          || !powers.stands(signed.authority())) {
        continue;
      }
      if (signed instanceof VerifiedRevocation revocation) {
        file(revocation);
      } else if (signed instanceof VerifiedApproval approval) {
        put(approvals, approval.user(), approval);
      } else if (signed instanceof VerifiedDelegation delegation) {
        put(delegations, delegation.terms().holder(), delegation.terms());
      } else if (signed instanceof VerifiedPolicy policy) {
        standing.add(policy);
      }
    }
    this.policies = Policies.of(standing);
  }

  private void file(VerifiedRevocation revocation) {
    if (revocation.target() instanceof Target.Membership membership) {
      put(memberships, membership.user(), revocation);
    } else if (revocation.target() instanceof Target.Devices some) {
      put(devices, some.user(), revocation);
    } else if (revocation.target() instanceof Target.Token token) {
      put(tokens, token.tokenHash(), revocation);
    }
  }

  private static <K, V> void put(Map<K, List<V>> lists, K key, V value) {
    lists.computeIfAbsent(key, none -> new ArrayList<>()).add(value);
  }

  Powers powers() {
    return powers;
  }

  Policies policies() {
    return policies;
  }

  /** Delegations of {@code holder} that stand, the highest first. */
  List<DelegationTerms> delegations(UserId holder) {
    return delegations.getOrDefault(holder, List.of()).stream()
        .filter(terms -> isUsable(terms))
        .sorted(
            Comparator.comparing(DelegationTerms::authority, Seniority.HIGHER_FIRST)
                .thenComparing(DelegationTerms::notAfter, Comparator.reverseOrder())
                .thenComparing(DelegationTerms::hash))
        .toList();
  }

  /** All delegations that stand. */
  List<DelegationTerms> delegations() {
    return delegations.keySet().stream()
        .sorted(Comparator.comparing(UserId::value))
        .flatMap(holder -> delegations(holder).stream())
        .toList();
  }

  /** Whether something could still be signed by it. */
  private boolean isUsable(DelegationTerms terms) {
    return powers.isOpen(terms);
  }

  /** Hash of the certificate that closes an open invitation. */
  Optional<Bytes> closing(Bytes tokenHash) {
    return Optional.ofNullable(contests.closing().get(tokenHash));
  }

  /** Whether what makes somebody a member counts. */
  boolean admits(VerifiedGrant grant) {
    return powers.stands(grant.authority())
        && contests.wins(grant)
        && tokenRevocation(grant).isEmpty();
  }

  /** What took back the invitation that a grant rests on. */
  Optional<VerifiedRevocation> tokenRevocation(VerifiedGrant grant) {
    return grant.tokenHash().flatMap(token -> tokenRevocation(token, grant.authority()));
  }

  Optional<VerifiedRevocation> tokenRevocation(Bytes tokenHash, Authority issuer) {
    return tokens.getOrDefault(tokenHash, List.of()).stream()
        .filter(revocation -> isAbove(revocation.authority(), issuer))
        .findFirst();
  }

  /** The root may take back everything, a delegate what it or those below it signed. */
  private static boolean isAbove(Authority revoker, Authority issuer) {
    return revoker.isRoot()
        || revoker.signer().equals(issuer.signer())
        || issuer.isUnder(revoker.delegation().orElseThrow().hash());
  }

  /** What ended the membership. */
  Optional<VerifiedRevocation> revocation(UserId user, VerifiedGrant grant) {
    return memberships.getOrDefault(user, List.of()).stream()
        .filter(revocation -> reaches(revocation.authority(), user, grant))
        .min(
            Comparator.comparing(VerifiedRevocation::authority, Seniority.HIGHER_FIRST)
                .thenComparing(VerifiedRevocation::statementHash));
  }

  /** Of what took devices out, that which reaches furthest. */
  Optional<VerifiedRevocation> deviceRevocation(UserId user, VerifiedGrant grant) {
    return devices.getOrDefault(user, List.of()).stream()
        .filter(revocation -> reaches(revocation.authority(), user, grant))
        .max(Comparator.comparing(Law::through).thenComparing(VerifiedRevocation::statementHash));
  }

  static DeviceOrder through(VerifiedRevocation revocation) {
    return ((Target.Devices) revocation.target()).through();
  }

  /** A delegate decides about members of its site whose role it could give, and not about peers. */
  boolean reaches(Authority by, UserId user, VerifiedGrant grant) {
    if (by.isRoot()) {
      return true;
    }
    Bytes own = by.delegation().orElseThrow().hash();
    boolean belowIt =
        delegations.getOrDefault(user, List.of()).stream()
            .allMatch(terms -> terms.authority().isUnder(own));
    return belowIt && by.covers(grant.site()) && by.mayGive(grant.role());
  }

  boolean isApproved(VerifiedRecord record, VerifiedGrant grant) {
    return approvals.getOrDefault(record.user(), List.of()).stream()
        .anyMatch(
            approval ->
                approval.recordHash().equals(record.rank())
                    && reaches(approval.authority(), record.user(), grant));
  }

  /** The approval of a record, if there is one. */
  List<VerifiedApproval> approvals(VerifiedRecord record) {
    return approvals.getOrDefault(record.user(), List.of()).stream()
        .filter(approval -> approval.recordHash().equals(record.rank()))
        .limit(1)
        .toList();
  }

  /** Whether somebody who may sign for the organisation has approved just this record. */
  boolean hasApproval(VerifiedRecord record) {
    return approvals.getOrDefault(record.user(), List.of()).stream()
        .anyMatch(approval -> approval.recordHash().equals(record.rank()));
  }

  SitePolicy policy(String site) {
    return policies.holding(site);
  }
}
