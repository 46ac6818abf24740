package org.conclave.onboarding.internal.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.JoinClaim;
import org.conclave.proto.org.v1.Signed;

/**
 * The use of a token, signed by the account that the token names.
 *
 * @param hash SHA-256 of the payload
 */
public record VerifiedClaim(Signed source, Bytes hash, Bytes deviceKey, Bytes mlsSignatureKey) {
  static VerifiedClaim read(Signed signed, VerifiedToken token, Trust trust)
      throws InvalidStatementException {
    Bytes payload = StatementKind.CLAIM.payload(signed);
    JoinClaim claim = parse(payload);
    Fields.organisation(claim.getOrgId(), token.keys());
    Fields.require(
        Octets.of(claim.getTokenHash()).equals(token.hash())
            && Octets.of(claim.getTokenId()).equals(token.tokenId()),
        "the claim names another token");
    Fields.require(claim.getMemberName().isEmpty(), "a bound invitation names the member itself");
    Bytes account = Fields.signingKey(claim.getAccountPublicKey(), trust, "the account key");
    StatementKind.CLAIM.verify(signed, trust, account);
    if (!account.equals(token.account())) {
      throw new InvalidStatementException(
          Fault.WRONG_ACCOUNT, "the token is bound to another account");
    }
    return new VerifiedClaim(
        signed,
        Sha256.of(payload),
        Fields.signingKey(claim.getDevicePublicKey(), trust, "the device key"),
        Fields.signingKey(claim.getMlsSignatureKey(), trust, "the MLS signature key"));
  }

  private static JoinClaim parse(Bytes payload) throws InvalidStatementException {
    try {
      return JoinClaim.parseFrom(payload.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw new InvalidStatementException(Fault.MALFORMED, "the claim cannot be parsed");
    }
  }
}
