package org.conclave.api.organisation;

import java.time.Duration;
import java.util.Set;
import org.conclave.api.identity.UserId;

/**
 * What a site administrator may do.
 *
 * @param user the member who gets it
 * @param site the only site for which it holds; empty for all
 * @param roles that it may give in invitations; never ROOT_ADMINISTRATOR
 * @param mayDelegate whether it may hand on a part of it, once
 * @param validity from now on, at most 400 days
 * @param quota how many invitations it may issue, 0 to 10,000
 */
public record DelegationRequest(
    UserId user, String site, Set<Role> roles, boolean mayDelegate, Duration validity, int quota) {
  public DelegationRequest {
    roles = Set.copyOf(roles);
  }
}
