package org.conclave.onboarding.internal.statement;

import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.Role;

/** What makes somebody a member: a right that leads back to the root key. */
public sealed interface VerifiedGrant extends MemberEntry
    permits VerifiedCertificate, VerifiedRedemption {
  String memberName();

  Role role();

  /** Empty for a member of no site. */
  String site();

  /** Who signed what it rests on. */
  Authority authority();

  /** Hash of the administrator's statement, token or certificate. */
  Bytes statementHash();

  /** The invitation that it came from; empty for the founder. */
  Optional<Bytes> tokenHash();

  /** Which of its signer's invitations it takes up, where that is a delegate; else 0. */
  int number();

  /** The keys that the member's first device must have, where the grant names them. */
  Optional<VerifiedClaim> claimed();
}
