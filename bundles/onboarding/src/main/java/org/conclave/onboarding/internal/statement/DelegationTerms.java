package org.conclave.onboarding.internal.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Role;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.Delegation;
import org.conclave.proto.org.v1.Signed;

/**
 * What a Delegation gives, its signature and those above it verified, and no more than its giver
 * had.
 *
 * @param hash SHA-256 of the payload
 * @param delegate an account key
 * @param site the only one that it holds for; empty for all
 * @param roles that it may give
 * @param quota how many invitations
 */
public record DelegationTerms(
    Bytes hash,
    Bytes delegate,
    String site,
    Set<Role> roles,
    boolean mayDelegate,
    Instant notAfter,
    int quota,
    Instant issuedAt,
    Authority authority) {
  /** How many hands a right may pass through. */
  public static final int MAX_DEPTH = 2;

  public static final int MAX_QUOTA = 10_000;

  public DelegationTerms {
    roles = Set.copyOf(roles);
  }

  public UserId holder() {
    return Accounts.user(delegate);
  }

  static DelegationTerms read(Signed signed, OrganisationKeys keys, Trust trust, int depth)
      throws InvalidStatementException {
    Bytes payload = StatementKind.DELEGATION.payload(signed);
    Delegation delegation = parse(payload);
    Fields.organisation(delegation.getOrgId(), keys);
    Authority authority = Authority.read(delegation.getAuthority(), keys, trust, depth);
    StatementKind.DELEGATION.verify(signed, trust, authority.signer());
    Fields.site(delegation.getSite());
    Fields.require(
        Integer.compareUnsigned(delegation.getQuota(), MAX_QUOTA) <= 0, "the quota is too large");
    DelegationTerms terms =
        new DelegationTerms(
            Sha256.of(payload),
            Fields.signingKey(delegation.getDelegateKey(), trust, "the delegate's key"),
            delegation.getSite(),
            roles(delegation),
            delegation.getMayDelegate(),
            Fields.time(delegation.getNotAfter()),
            delegation.getQuota(),
            Fields.time(delegation.getIssuedAt()),
            authority);
    authority.checkTime(terms.issuedAt);
    terms.checkAgainst(authority);
    return terms;
  }

  private void checkAgainst(Authority giver) throws InvalidStatementException {
    Fields.require(
        !mayDelegate || giver.depth() + 1 < MAX_DEPTH, "a right passes through two hands at most");
    if (giver.delegation().isEmpty()) {
      return;
    }
    DelegationTerms given = giver.delegation().get();
    boolean within =
        given.mayDelegate
            && giver.covers(site)
            && given.roles.containsAll(roles)
            && !notAfter.isAfter(given.notAfter)
            && quota <= given.quota
            && !delegate.equals(given.delegate);
    if (!within) {
      throw new InvalidStatementException(
          Fault.BEYOND_AUTHORITY, "it gives more than its signer has");
    }
  }

  private static Set<Role> roles(Delegation delegation) throws InvalidStatementException {
    Fields.require(delegation.getRolesCount() <= Role.values().length, "too many roles");
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (org.conclave.proto.org.v1.Role role : delegation.getRolesList()) {
      Fields.require(roles.add(Roles.ofInvitation(role)), "a role stands twice");
    }
    return roles;
  }

  private static Delegation parse(Bytes payload) throws InvalidStatementException {
    try {
      return Delegation.parseFrom(payload.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw new InvalidStatementException(Fault.MALFORMED, "the delegation cannot be parsed");
    }
  }
}
