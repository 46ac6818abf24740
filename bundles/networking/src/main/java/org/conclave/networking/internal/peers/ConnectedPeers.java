package org.conclave.networking.internal.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.UserId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.libp2p.AttributeKey;
import org.conclave.libp2p.Connection;

/**
 * The admitted devices that are connected and take streams. A device counts once, however many
 * connections there are to it for a moment. Thread-safe.
 */
public final class ConnectedPeers {
  /** Whose connection it is. Admission sets it before the connection is admitted. */
  public static final AttributeKey<ConnectedPeer> PEER =
      AttributeKey.of("member", ConnectedPeer.class);

  private final Map<Connection, ConnectedPeer> connections = new LinkedHashMap<>();

  /** Whether it is the first connection of that device; false too if it was there already. */
  public synchronized boolean add(Connection connection, ConnectedPeer peer) {
    boolean first = ofDevice(peer.device()).isEmpty();
    return connections.putIfAbsent(connection, peer) == null && first;
  }

  /** The peer, if that was its last connection. */
  public synchronized Optional<ConnectedPeer> remove(Connection connection) {
    ConnectedPeer peer = connections.remove(connection);
    return peer == null || ofDevice(peer.device()).isPresent()
        ? Optional.empty()
        : Optional.of(peer);
  }

  public synchronized boolean isKnown(Connection connection) {
    return connections.containsKey(connection);
  }

  public synchronized Optional<ConnectedPeer> ofDevice(DeviceId device) {
    return connections.values().stream().filter(p -> p.device().equals(device)).findFirst();
  }

  public synchronized Optional<ConnectedPeer> ofUser(UserId user) {
    return connections.values().stream().filter(p -> p.user().equals(user)).findFirst();
  }

  /** Each device once. */
  public synchronized List<ConnectedPeer> all() {
    Map<DeviceId, ConnectedPeer> byDevice = new LinkedHashMap<>();
    connections.values().forEach(peer -> byDevice.putIfAbsent(peer.device(), peer));
    return new ArrayList<>(byDevice.values());
  }

  public synchronized int size() {
    return (int) connections.values().stream().map(ConnectedPeer::device).distinct().count();
  }
}
