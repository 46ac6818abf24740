package org.conclave.onboarding.internal.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.JoinClaim;
import org.conclave.proto.org.v1.Signed;

/**
 * The use of a token: of a bound one signed by the account that it names, of an open one by the
 * account and the invite key.
 *
 * @param hash SHA-256 of the payload
 * @param memberName what the newcomer calls themselves where the token is open; else empty
 */
public record VerifiedClaim(
    Signed source,
    Bytes hash,
    Bytes account,
    Bytes deviceKey,
    Bytes mlsSignatureKey,
    String memberName) {
  static VerifiedClaim read(Signed signed, VerifiedToken token, Trust trust)
      throws InvalidStatementException {
    Bytes payload = StatementKind.CLAIM.payload(signed);
    JoinClaim claim = parse(payload);
    Fields.organisation(claim.getOrgId(), token.keys());
    Fields.require(
        Octets.of(claim.getTokenHash()).equals(token.hash())
            && Octets.of(claim.getTokenId()).equals(token.tokenId()),
        "the claim names another token");
    Bytes account = Fields.signingKey(claim.getAccountPublicKey(), trust, "the account key");
    if (token.use() instanceof VerifiedToken.Use.Open open) {
      Fields.displayName(claim.getMemberName(), "the member's name");
      StatementKind.CLAIM.verify(signed, trust, account, open.inviteKey());
    } else {
      Fields.require(claim.getMemberName().isEmpty(), "a bound invitation names the member itself");
      StatementKind.CLAIM.verify(signed, trust, account);
      if (!token.account().equals(Optional.of(account))) {
        throw new InvalidStatementException(
            Fault.WRONG_ACCOUNT, "the token is bound to another account");
      }
    }
    return new VerifiedClaim(
        signed,
        Sha256.of(payload),
        account,
        Fields.signingKey(claim.getDevicePublicKey(), trust, "the device key"),
        Fields.signingKey(claim.getMlsSignatureKey(), trust, "the MLS signature key"),
        claim.getMemberName());
  }

  private static JoinClaim parse(Bytes payload) throws InvalidStatementException {
    try {
      return JoinClaim.parseFrom(payload.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw new InvalidStatementException(Fault.MALFORMED, "the claim cannot be parsed");
    }
  }
}
