package org.conclave.onboarding.internal.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.Network;
import org.conclave.api.network.NetworkListener;
import org.conclave.api.network.NetworkStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when two peers compare their ledgers: when they connect, and from time to time after
 * that, since gossip may lose a statement. Of two peers the one with the lower device id asks. A
 * comparison of equal ledgers is one small request.
 */
public final class Reconciler implements NetworkListener {
  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
  private static final int SECONDS_BETWEEN = 15;

  private final LedgerKeeper keeper;
  private final DeviceId self;
  private final Supplier<Optional<Network>> network;
  private final ScheduledExecutorService executor;
  private final Set<DeviceId> underWay = ConcurrentHashMap.newKeySet();
  private final Map<DeviceId, Deadlock> deadlocks = new ConcurrentHashMap<>();

  /** Two ledgers that differ, and between which nothing more can be moved. */
  private record Deadlock(Bytes ours, Bytes theirs) {}

  public Reconciler(
      LedgerKeeper keeper,
      DeviceId self,
      Supplier<Optional<Network>> network,
      ScheduledExecutorService executor) {
    this.keeper = keeper;
    this.self = self;
    this.network = network;
    this.executor = executor;
  }

  /** Begins to compare with connected peers from time to time, until the executor stops. */
  public void start() {
    executor.scheduleWithFixedDelay(this::askAll, 1, SECONDS_BETWEEN, TimeUnit.SECONDS);
  }

  @Override
  public void networkStatusChanged(NetworkStatus status) {
    // Only who is connected matters here.
  }

  @Override
  public void peerConnected(ConnectedPeer peer) {
    deadlocks.remove(peer.device());
    try {
      executor.execute(() -> ask(peer));
    } catch (RejectedExecutionException stopping) {
      log.debug("A peer connected while onboarding stops");
    }
  }

  @Override
  public void peerDisconnected(ConnectedPeer peer) {
    deadlocks.remove(peer.device());
  }

  private void askAll() {
    try {
      network.get().map(Network::peers).orElse(List.of()).forEach(this::ask);
    } catch (RuntimeException failure) {
      // An exception would end the schedule for good.
      log.warn("Ledgers could not be compared; it is tried again", failure);
    }
  }

  private void ask(ConnectedPeer peer) {
    Network node = network.get().orElse(null);
    boolean ours = self.value().compareTo(peer.device().value()) < 0;
    if (node == null || !ours || !underWay.add(peer.device())) {
      return;
    }
    Reconciliation reconciliation = new Reconciliation(keeper, node, peer, executor);
    reconciliation
        .run((mine, theirs) -> isDeadlock(peer, mine, theirs))
        .whenComplete(
            (result, failure) -> {
              underWay.remove(peer.device());
              if (failure != null) {
                log.debug("The ledger of {} could not be compared", peer.device(), failure);
              } else {
                note(peer, result);
              }
            });
  }

  private boolean isDeadlock(ConnectedPeer peer, Bytes ours, Bytes theirs) {
    return new Deadlock(ours, theirs).equals(deadlocks.get(peer.device()));
  }

  private void note(ConnectedPeer peer, Reconciliation.Result result) {
    if (result.received() + result.sent() > 0) {
      log.info(
          "Compared ledgers with {}: {} statements received, {} sent, {} invalid",
          peer.device(),
          result.received(),
          result.sent(),
          result.invalid());
    } else if (!result.ours().equals(result.theirs())) {
      deadlocks.put(peer.device(), new Deadlock(result.ours(), result.theirs()));
    }
  }
}
