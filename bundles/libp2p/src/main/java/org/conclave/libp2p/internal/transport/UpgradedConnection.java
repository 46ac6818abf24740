package org.conclave.libp2p.internal.transport;

import org.conclave.libp2p.Direction;
import org.conclave.libp2p.crypto.PublicKey;
import org.conclave.libp2p.multiformats.Multiaddr;

/** A connection to a peer that has proved its key, ready for streams. */
public record UpgradedConnection(
    MuxedSession session,
    PublicKey remoteKey,
    Direction direction,
    Multiaddr local,
    Multiaddr remote) {}
