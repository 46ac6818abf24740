package org.conclave.api.organisation;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;

/**
 * A site administrator's right, as the ledger knows it.
 *
 * @param id hash of the statement
 * @param user who holds it
 * @param by who gave it; empty for the root key
 * @param used how many invitations of it became members
 */
public record Delegation(
    Bytes id,
    UserId user,
    Optional<UserId> by,
    String site,
    Set<Role> roles,
    boolean mayDelegate,
    Instant notAfter,
    int quota,
    int used) {
  public Delegation {
    roles = Set.copyOf(roles);
  }
}
