package org.conclave.onboarding.internal.statement;

import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.Role;

/** What makes somebody a member: a right that leads back to the root key. */
public sealed interface VerifiedGrant extends VerifiedEntry
    permits VerifiedCertificate, VerifiedRedemption {
  String memberName();

  Role role();

  /** The place in the root key's chain: of a member's grants the newest counts. */
  long counter();

  /** Hash of the root's statement, which settles equal counters. */
  Bytes statementHash();

  /** The keys that the member's first device must have, where the grant names them. */
  Optional<VerifiedClaim> claimed();
}
