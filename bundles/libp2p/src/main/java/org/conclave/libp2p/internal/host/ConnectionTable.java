package org.conclave.libp2p.internal.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.HostEvent;
import org.conclave.libp2p.PeerInfo;
import org.conclave.libp2p.multiformats.PeerId;

/**
 * The connections that are ready for streams, admitted or not. Publishes what changes under its
 * lock, so that events have the order of the changes. Safe for use from any thread.
 */
final class ConnectionTable {
  private final PeerId self;
  private final int perPeer;
  private final EventBus events;
  private final Map<PeerId, List<HostConnection>> byPeer = new HashMap<>();
  private boolean closed;

  ConnectionTable(PeerId self, int perPeer, EventBus events) {
    this.self = self;
    this.perPeer = perPeer;
    this.events = events;
  }

  /** False if there are too many to that peer, or the host is closed. */
  synchronized boolean add(HostConnection connection) {
    List<HostConnection> others =
        byPeer.computeIfAbsent(connection.remotePeer(), peer -> new ArrayList<>());
    if (closed || others.size() >= perPeer) {
      return false;
    }
    others.add(connection);
    return true;
  }

  /** Notes that a connection waits for the application's verdict. */
  synchronized void deferred(HostConnection connection) {
    events.publish(new HostEvent.Upgraded(connection));
  }

  /** False if the connection is closed already, or was admitted before. */
  synchronized boolean admit(HostConnection connection) {
    if (!open(connection.remotePeer()).contains(connection) || connection.isAdmitted()) {
      return false;
    }
    boolean first = admittedTo(connection.remotePeer()).isEmpty();
    connection.markAdmitted();
    events.publish(new HostEvent.Connected(connection, first));
    return true;
  }

  /**
   * Marks what a simultaneous dial made superfluous. Both sides come to the same result: what the
   * smaller peer id dialled stays.
   */
  synchronized void supersedeDuplicates(PeerId peer) {
    Direction kept = self.compareTo(peer) < 0 ? Direction.OUTBOUND : Direction.INBOUND;
    List<HostConnection> admitted = admittedTo(peer);
    if (admitted.stream().anyMatch(c -> c.direction() == kept)) {
      admitted.stream().filter(c -> c.direction() != kept).forEach(HostConnection::supersede);
    }
  }

  synchronized void identified(HostConnection connection, PeerInfo info) {
    if (open(connection.remotePeer()).contains(connection)) {
      connection.identified(info);
      events.publish(new HostEvent.Identified(connection, info));
    }
  }

  synchronized void identifyFailed(HostConnection connection, Throwable cause) {
    if (open(connection.remotePeer()).contains(connection)) {
      events.publish(new HostEvent.IdentifyFailed(connection, cause));
    }
  }

  synchronized void remove(HostConnection connection) {
    PeerId peer = connection.remotePeer();
    List<HostConnection> left = open(peer);
    if (!left.remove(connection)) {
      return;
    }
    if (left.isEmpty()) {
      byPeer.remove(peer);
    } else if (left.stream().allMatch(HostConnection::isSuperseded)) {
      left.forEach(HostConnection::reinstate);
    }
    if (connection.isAdmitted()) {
      events.publish(new HostEvent.Disconnected(connection, admittedTo(peer).isEmpty()));
    }
  }

  synchronized List<Connection> admitted() {
    List<Connection> all = new ArrayList<>();
    byPeer.keySet().forEach(peer -> all.addAll(admittedTo(peer)));
    return all;
  }

  /** Admitted connections, the one to use first. */
  synchronized List<HostConnection> admittedTo(PeerId peer) {
    return open(peer).stream()
        .filter(HostConnection::isAdmitted)
        .sorted(Comparator.comparing(HostConnection::isSuperseded))
        .toList();
  }

  /** Takes no more connections, and gives all there are. */
  synchronized List<HostConnection> close() {
    closed = true;
    return byPeer.values().stream().flatMap(List::stream).toList();
  }

  private List<HostConnection> open(PeerId peer) {
    return byPeer.getOrDefault(peer, new ArrayList<>());
  }
}
