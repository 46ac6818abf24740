package org.conclave.mls;

import java.util.List;
import org.conclave.mls.schedule.Psk;
import org.jspecify.annotations.Nullable;

/**
 * What joining by Welcome takes.
 *
 * @param welcome an MLSMessage
 * @param ratchetTree {@code optional<Node> ratchet_tree<V>} where the Welcome does not carry it
 * @param predecessors groups that the new one may continue, and whose resumption keys it may take
 */
public record JoinRequest(
    byte[] welcome,
    List<KeyPackagePrivate> keyPackages,
    byte @Nullable [] ratchetTree,
    List<Psk.External> externalPsks,
    List<Predecessor> predecessors) {

  /** Without predecessors. */
  public JoinRequest(
      byte[] welcome,
      List<KeyPackagePrivate> keyPackages,
      byte @Nullable [] ratchetTree,
      List<Psk.External> externalPsks) {
    this(welcome, keyPackages, ratchetTree, externalPsks, List.of());
  }

  @Override
  public String toString() {
    return "JoinRequest[" + welcome.length + " octets]";
  }
}
