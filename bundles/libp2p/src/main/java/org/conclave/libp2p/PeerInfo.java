package org.conclave.libp2p;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.conclave.libp2p.multiformats.Multiaddr;

/**
 * What a peer says of itself in identify. Only the peer id of the connection is proven; all of this
 * is a claim, except that {@code signedAddresses} carry the peer's signature.
 *
 * @param protocolVersion the family of protocols, such as {@code ipfs/0.1.0}
 * @param agentVersion the software
 * @param protocols ids of the protocols it takes streams for
 * @param listenAddresses where it says it listens
 * @param observedAddress the address it sees this host at
 * @param signedAddresses the addresses of its signed peer record (RFC 0003), if it sent a valid one
 */
public record PeerInfo(
    String protocolVersion,
    String agentVersion,
    Set<String> protocols,
    List<Multiaddr> listenAddresses,
    Optional<Multiaddr> observedAddress,
    List<Multiaddr> signedAddresses) {
  public PeerInfo {
    protocols = Set.copyOf(protocols);
    listenAddresses = List.copyOf(listenAddresses);
    signedAddresses = List.copyOf(signedAddresses);
  }
}
