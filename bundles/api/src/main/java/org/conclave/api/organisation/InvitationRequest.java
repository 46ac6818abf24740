package org.conclave.api.organisation;

import java.time.Duration;
import java.util.List;

/**
 * @param account the newcomer's account code
 * @param memberName what the organisation calls the newcomer
 * @param validity from now on; at most 90 days
 * @param bootstrapAddresses multiaddrs with /p2p at which the newcomer finds a peer
 */
public record InvitationRequest(
    String account,
    String memberName,
    Role role,
    Duration validity,
    List<String> bootstrapAddresses) {
  public InvitationRequest {
    bootstrapAddresses = List.copyOf(bootstrapAddresses);
  }
}
