package org.conclave.onboarding.internal.statement;

import org.conclave.api.identity.UserId;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.wire.v1.Redemption;

/**
 * An open invitation with the claim that would use it. It makes nobody a member and is no entry of
 * the ledger: an administrator's certificate is.
 */
public record OpenClaim(UnverifiedEntry source, VerifiedToken token, VerifiedClaim claim) {
  /**
   * @throws InvalidStatementException also where the invitation is bound
   */
  public static OpenClaim read(Redemption redemption, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    VerifiedToken token = VerifiedToken.read(redemption.getToken(), trust);
    if (!token.keys().equals(keys)) {
      throw new InvalidStatementException(
          Fault.ORGANISATION, "the token is another organisation's");
    }
    Fields.require(token.isOpen(), "the invitation is bound");
    return new OpenClaim(
        UnverifiedEntry.of(redemption),
        token,
        VerifiedClaim.read(redemption.getClaim(), token, trust));
  }

  public UserId user() {
    return Accounts.user(claim.account());
  }
}
