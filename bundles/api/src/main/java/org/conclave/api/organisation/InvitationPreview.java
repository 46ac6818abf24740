package org.conclave.api.organisation;

import java.time.Instant;
import java.util.List;
import org.conclave.api.identity.OrganisationId;

/** What an invitation says about itself, its signature verified. */
public record InvitationPreview(
    OrganisationId organisation,
    String organisationName,
    String memberName,
    Role role,
    Instant notAfter,
    List<String> bootstrapAddresses) {
  public InvitationPreview {
    bootstrapAddresses = List.copyOf(bootstrapAddresses);
  }
}
