package org.conclave.networking.internal.gossip;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.network.AnnouncementReceiver;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.libp2p.pubsub.Message;
import org.conclave.libp2p.pubsub.PubSub;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.libp2p.pubsub.Validator.Verdict;
import org.conclave.networking.internal.peers.ConnectedPeers;
import org.conclave.networking.internal.peers.Devices;
import org.conclave.networking.internal.quota.DeviceGuards;
import org.conclave.networking.internal.quota.DeviceLanes;
import org.conclave.networking.internal.quota.FloodGuard.Allowance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The organisation's own topic. An announcement is forwarded only after a receiver here found it
 * well-formed; while there is none, nothing is forwarded, and nobody is blamed. What a neighbour
 * brings beyond its quota is dropped unread: peers compare ledgers now and then. Thread-safe.
 */
public final class Announcements {
  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

  /** For one of up to 16 KiB; longer ones cost as many. */
  private static final Allowance ALLOWANCE = new Allowance(512, 50, 1_024);

  private static final int UNIT = 16 << 10;

  private final PubSub pubsub;
  private final Topic topic;
  private final ConnectedPeers peers;
  private final Supplier<List<AnnouncementReceiver>> receivers;
  private final DeviceLanes calls;
  private final Consumer<DeviceId> flooded;
  private final DeviceGuards guards = new DeviceGuards(ALLOWANCE, System::nanoTime);

  /**
   * @param calls runs the receivers, which may verify signatures and write to the disk
   * @param flooded disconnects a device
   */
  public Announcements(
      PubSub pubsub,
      Topic topic,
      ConnectedPeers peers,
      Supplier<List<AnnouncementReceiver>> receivers,
      DeviceLanes calls,
      Consumer<DeviceId> flooded) {
    this.pubsub = pubsub;
    this.topic = topic;
    this.peers = peers;
    this.receivers = receivers;
    this.calls = calls;
    this.flooded = flooded;
  }

  /** Joins the topic. */
  public void join() {
    pubsub.setValidator(topic, this::judge);
    // The validator has handed it over already: it alone knows whether it is well-formed.
    pubsub.subscribe(topic, message -> LOG.trace("announcement of {} bytes", message.size()));
  }

  public void publish(Bytes announcement) {
    pubsub
        .publish(topic, announcement.toByteArray())
        .whenComplete(
            (published, failure) -> {
              if (failure != null) {
                LOG.debug("an announcement was not published; peers compare ledgers", failure);
              }
            });
  }

  /** The ledger changed, so the topic may admit others than before. */
  public void ledgerChanged() {
    pubsub.topicGateChanged(topic);
  }

  private CompletionStage<Verdict> judge(Message message) {
    Optional<ConnectedPeer> from =
        Devices.deviceOf(message.receivedFrom()).flatMap(peers::ofDevice);
    if (from.isEmpty() || !mayBring(from.get().device(), message.size())) {
      return CompletableFuture.completedFuture(Verdict.IGNORE);
    }
    return CompletableFuture.supplyAsync(
        () -> judge(from.get(), message), calls.of(from.get().device()));
  }

  private boolean mayBring(DeviceId device, int size) {
    return switch (guards.of(device).spend(1 + size / UNIT)) {
      case ANSWER -> true;
      case IGNORE -> false;
      case DISCONNECT -> {
        LOG.info("device {} floods with announcements", Devices.shortName(device));
        flooded.accept(device);
        yield false;
      }
    };
  }

  private Verdict judge(ConnectedPeer from, Message message) {
    List<AnnouncementReceiver> present = receivers.get();
    if (present.isEmpty() || peers.ofDevice(from.device()).isEmpty()) {
      return Verdict.IGNORE;
    }
    Bytes announcement = Bytes.wrap(message.data());
    boolean wellFormed = false;
    for (AnnouncementReceiver receiver : present) {
      wellFormed |= receiver.receive(from, announcement);
    }
    return wellFormed ? Verdict.ACCEPT : Verdict.REJECT;
  }
}
