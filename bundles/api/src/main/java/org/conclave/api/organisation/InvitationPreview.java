package org.conclave.api.organisation;

import java.time.Instant;
import java.util.List;
import org.conclave.api.identity.OrganisationId;

/**
 * What an invitation says about itself, its signatures verified.
 *
 * @param open whether anybody who holds it may ask to join: an administrator confirms
 * @param memberName what the organisation calls the newcomer; empty where it is open
 */
public record InvitationPreview(
    OrganisationId organisation,
    String organisationName,
    boolean open,
    String memberName,
    Role role,
    String site,
    Instant notAfter,
    List<String> bootstrapAddresses) {
  public InvitationPreview {
    bootstrapAddresses = List.copyOf(bootstrapAddresses);
  }
}
