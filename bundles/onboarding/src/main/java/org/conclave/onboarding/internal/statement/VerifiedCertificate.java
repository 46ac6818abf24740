package org.conclave.onboarding.internal.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Role;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.MembershipCertificate;
import org.conclave.proto.org.v1.Signed;

/** A MembershipCertificate that the root key signed. */
public record VerifiedCertificate(
    UnverifiedEntry source,
    Bytes statementHash,
    Bytes account,
    UserId user,
    Role role,
    String memberName,
    long counter)
    implements VerifiedGrant {
  static VerifiedCertificate read(UnverifiedEntry source, OrganisationKeys keys, Trust trust)
      throws InvalidStatementException {
    Signed signed = source.entry().getStatement();
    Bytes payload = StatementKind.CERTIFICATE.payload(signed);
    MembershipCertificate certificate = parse(payload);
    Fields.organisation(certificate.getOrgId(), keys);
    StatementKind.CERTIFICATE.verify(signed, trust, keys.root());
    if (!certificate.getClaimHash().isEmpty()) {
      throw new InvalidStatementException(Fault.UNSUPPORTED, "it confirms an open invitation");
    }
    Bytes account = Fields.signingKey(certificate.getAccountPublicKey(), trust, "the account key");
    UserId user = Accounts.user(account);
    Fields.require(
        Octets.of(certificate.getUserId()).equals(user.value()), "user and account key differ");
    Fields.site(certificate.getSite());
    Fields.link(certificate.getAuthority().getLink());
    return new VerifiedCertificate(
        source,
        Sha256.of(payload),
        account,
        user,
        Roles.of(certificate.getRole()),
        Fields.displayName(certificate.getMemberName(), "the member's name"),
        certificate.getAuthority().getLink().getCounter());
  }

  @Override
  public Slot slot() {
    return new Slot.Certificate(counter);
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
