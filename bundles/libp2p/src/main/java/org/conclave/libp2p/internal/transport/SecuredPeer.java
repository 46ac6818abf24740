package org.conclave.libp2p.internal.transport;

import java.util.List;
import org.conclave.libp2p.crypto.PublicKey;

/**
 * The result of a secure handshake.
 *
 * @param key the key that the peer has proved to hold
 * @param muxers what the peer offered inside the handshake; empty if nothing
 */
public record SecuredPeer(PublicKey key, List<String> muxers) {
  public SecuredPeer {
    muxers = List.copyOf(muxers);
  }
}
