package org.conclave.api.organisation;

import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;

/**
 * Whose account something is.
 *
 * @param holdsRoot whether the organisation's root key comes with it
 */
public record AccountSummary(
    OrganisationId organisation,
    String organisationName,
    UserId user,
    String memberName,
    Role role,
    boolean holdsRoot) {}
