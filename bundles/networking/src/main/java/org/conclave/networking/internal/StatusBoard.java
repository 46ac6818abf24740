package org.conclave.networking.internal;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.NetworkListener;
import org.conclave.api.network.NetworkStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the node is, and whoever wants to be told. Thread-safe; listeners are told in order. */
final class StatusBoard {
  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

  private final Executor spine;
  private final List<NetworkListener> listeners;
  private boolean listening;
  private List<String> addresses = List.of();
  private int peers;
  private String failure = "";
  private String clockProblem = "";
  private NetworkStatus current = new NetworkStatus(NetworkStatus.State.STARTING, List.of(), 0, "");

  /**
   * @param listeners as they are at the time of an event
   */
  StatusBoard(Executor spine, List<NetworkListener> listeners) {
    this.spine = spine;
    this.listeners = listeners;
  }

  synchronized NetworkStatus current() {
    return current;
  }

  synchronized void listening(List<String> newAddresses) {
    listening = true;
    failure = "";
    addresses = List.copyOf(newAddresses);
    changed();
  }

  /**
   * @param problem what happened, for a person
   */
  synchronized void failed(String problem) {
    listening = false;
    addresses = List.of();
    failure = problem;
    changed();
  }

  /**
   * @param problem empty if the clock is fine
   */
  synchronized void clock(String problem) {
    clockProblem = problem;
    changed();
  }

  synchronized void connected(ConnectedPeer peer, int count) {
    peers = count;
    changed();
    tell(listener -> listener.peerConnected(peer));
  }

  synchronized void disconnected(ConnectedPeer peer, int count) {
    peers = count;
    changed();
    tell(listener -> listener.peerDisconnected(peer));
  }

  private void changed() {
    NetworkStatus.State state;
    if (!failure.isEmpty()) {
      state = NetworkStatus.State.FAILED;
    } else if (!listening) {
      state = NetworkStatus.State.STARTING;
    } else {
      state = peers == 0 ? NetworkStatus.State.ALONE : NetworkStatus.State.CONNECTED;
    }
    NetworkStatus next =
        new NetworkStatus(state, addresses, peers, failure.isEmpty() ? clockProblem : failure);
    if (!next.equals(current)) {
      current = next;
      tell(listener -> listener.networkStatusChanged(next));
    }
  }

  private void tell(Consumer<NetworkListener> news) {
    spine.execute(
        () -> {
          for (NetworkListener listener : listeners) {
            try {
              news.accept(listener);
            } catch (RuntimeException e) {
              LOG.error("a listener of the node failed", e);
            }
          }
        });
  }
}
