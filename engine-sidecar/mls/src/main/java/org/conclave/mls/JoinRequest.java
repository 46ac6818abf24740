package org.conclave.mls;

import java.util.List;
import org.conclave.mls.schedule.Psk;
import org.jspecify.annotations.Nullable;

/**
 * What joining by Welcome takes.
 *
 * @param welcome an MLSMessage
 * @param ratchetTree {@code optional<Node> ratchet_tree<V>} where the Welcome does not carry it
 */
public record JoinRequest(
    byte[] welcome,
    List<KeyPackagePrivate> keyPackages,
    byte @Nullable [] ratchetTree,
    List<Psk.External> externalPsks) {
  @Override
  public String toString() {
    return "JoinRequest[" + welcome.length + " octets]";
  }
}
