package org.conclave.networking.internal.gossip;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.network.AnnouncementReceiver;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.libp2p.pubsub.Message;
import org.conclave.libp2p.pubsub.PubSub;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.libp2p.pubsub.Validator.Verdict;
import org.conclave.networking.internal.peers.ConnectedPeers;
import org.conclave.networking.internal.peers.Devices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The organisation's own topic. An announcement is forwarded only after a receiver here found it
 * well-formed; while there is none, nothing is forwarded, and nobody is blamed. Thread-safe.
 */
public final class Announcements {
  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

  private final PubSub pubsub;
  private final Topic topic;
  private final ConnectedPeers peers;
  private final Supplier<List<AnnouncementReceiver>> receivers;
  private final Executor calls;

  /**
   * @param calls runs the receivers, which may verify signatures and write to the disk
   */
  public Announcements(
      PubSub pubsub,
      Topic topic,
      ConnectedPeers peers,
      Supplier<List<AnnouncementReceiver>> receivers,
      Executor calls) {
    this.pubsub = pubsub;
    this.topic = topic;
    this.peers = peers;
    this.receivers = receivers;
    this.calls = calls;
  }

  /** Joins the topic. */
  public void join() {
    pubsub.setValidator(
        topic, message -> CompletableFuture.supplyAsync(() -> judge(message), calls));
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

  private Verdict judge(Message message) {
    Optional<ConnectedPeer> from =
        Devices.deviceOf(message.receivedFrom()).flatMap(peers::ofDevice);
    List<AnnouncementReceiver> present = receivers.get();
    if (from.isEmpty() || present.isEmpty()) {
      return Verdict.IGNORE;
    }
    Bytes announcement = Bytes.wrap(message.data());
    boolean wellFormed = false;
    for (AnnouncementReceiver receiver : present) {
      wellFormed |= receiver.receive(from.get(), announcement);
    }
    return wellFormed ? Verdict.ACCEPT : Verdict.REJECT;
  }
}
