package org.conclave.api.organisation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * @param account the newcomer's account code; empty for an open invitation, which anybody who holds
 *     it may use once, and which an administrator has to confirm then
 * @param memberName what the organisation calls the newcomer; for an open invitation a note to
 *     oneself, which does not leave this device
 * @param site empty for none
 * @param validity from now on; at most 90 days
 * @param bootstrapAddresses multiaddrs with /p2p at which the newcomer finds a peer
 */
public record InvitationRequest(
    Optional<String> account,
    String memberName,
    Role role,
    String site,
    Duration validity,
    List<String> bootstrapAddresses) {
  public InvitationRequest {
    bootstrapAddresses = List.copyOf(bootstrapAddresses);
  }
}
