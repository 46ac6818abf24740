package org.conclave.onboarding.internal.statement;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Role;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.MembershipCertificate;
import org.conclave.proto.org.v1.Signed;

/**
 * A MembershipCertificate: the founder's, or the confirmation of an open invitation's claim.
 *
 * @param claimHash of the JoinClaim that it confirms
 * @param tokenHash of the invitation that it closes; both or neither
 */
public record VerifiedCertificate(
    UnverifiedEntry source,
    Bytes statementHash,
    Bytes account,
    UserId user,
    Role role,
    String site,
    String memberName,
    Optional<Bytes> claimHash,
    Optional<Bytes> tokenHash,
    Authority authority,
    int number)
    implements VerifiedGrant {
  static VerifiedCertificate read(UnverifiedEntry source, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    Signed signed = source.entry().getStatement();
    Bytes payload = StatementKind.CERTIFICATE.payload(signed);
    MembershipCertificate certificate = parse(payload);
    Fields.organisation(certificate.getOrgId(), keys);
    Authority authority = Authority.read(certificate.getAuthority(), keys, trust);
    StatementKind.CERTIFICATE.verify(signed, trust, authority.signer());
    authority.checkTime(Fields.time(certificate.getIssuedAt()));
    Bytes account = Fields.signingKey(certificate.getAccountPublicKey(), trust, "the account key");
    UserId user = Accounts.user(account);
    Fields.require(
        Octets.of(certificate.getUserId()).equals(user.value()), "user and account key differ");
    Fields.site(certificate.getSite());
    Role role = Roles.of(certificate.getRole());
    authority.checkGrant(role, certificate.getSite());
    Optional<Bytes> claim = hash(certificate.getClaimHash(), "the claim");
    Optional<Bytes> token = hash(certificate.getTokenHash(), "the token");
    Fields.require(claim.isPresent() == token.isPresent(), "claim and token belong together");
    if (claim.isEmpty() && !authority.isRoot()) {
      throw new InvalidStatementException(
          Fault.BEYOND_AUTHORITY, "a delegate makes nobody a member without an invitation");
    }
    return new VerifiedCertificate(
        source,
        Sha256.of(payload),
        account,
        user,
        role,
        certificate.getSite(),
        Fields.displayName(certificate.getMemberName(), "the member's name"),
        claim,
        token,
        authority,
        authority.checkNumber(certificate.getNumber()));
  }

  private static Optional<Bytes> hash(ByteString field, String name)
      throws InvalidStatementException {
    return field.isEmpty()
        ? Optional.empty()
        : Optional.of(Fields.exactly(Sha256.SIZE, field, name));
  }

  @Override
  public Slot slot() {
    return new Slot.Chain(authority.signer(), authority.counter());
  }

  @Override
  public Bytes rank() {
    return statementHash;
  }

  @Override
  public Optional<VerifiedClaim> claimed() {
    return Optional.empty();
  }

  private static MembershipCertificate parse(Bytes payload) throws InvalidStatementException {
    try {
      return MembershipCertificate.parseFrom(payload.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw new InvalidStatementException(Fault.MALFORMED, "the certificate cannot be parsed");
    }
  }
}
