package org.conclave.onboarding.internal.statement;

import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Role;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.wire.v1.Redemption;

/** A bound token with the claim that used it. */
public record VerifiedRedemption(
    UnverifiedEntry source, VerifiedToken token, VerifiedClaim claim, UserId user)
    implements VerifiedGrant {
  static VerifiedRedemption read(UnverifiedEntry source, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    Redemption redemption = source.entry().getRedemption();
    VerifiedToken token = VerifiedToken.read(redemption.getToken(), trust);
    if (!token.keys().equals(keys)) {
      throw new InvalidStatementException(
          Fault.ORGANISATION, "the token is another organisation's");
    }
    if (token.isOpen()) {
      throw new InvalidStatementException(
          Fault.BEYOND_AUTHORITY, "an open invitation makes a member only by a certificate");
    }
    VerifiedClaim claim = VerifiedClaim.read(redemption.getClaim(), token, trust);
    return new VerifiedRedemption(source, token, claim, Accounts.user(claim.account()));
  }

  @Override
  public Bytes account() {
    return claim.account();
  }

  @Override
  public Slot slot() {
    return new Slot.Token(token.hash());
  }

  @Override
  public Bytes rank() {
    return claim.hash();
  }

  @Override
  public String memberName() {
    return token.memberName();
  }

  @Override
  public Role role() {
    return token.role();
  }

  @Override
  public String site() {
    return token.site();
  }

  @Override
  public Authority authority() {
    return token.authority();
  }

  @Override
  public int number() {
    return token.number();
  }

  @Override
  public Optional<Bytes> tokenHash() {
    return Optional.of(token.hash());
  }

  @Override
  public Bytes statementHash() {
    return token.hash();
  }

  @Override
  public Optional<VerifiedClaim> claimed() {
    return Optional.of(claim);
  }
}
