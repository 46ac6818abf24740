package org.conclave.networking.internal.gossip;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.EnvelopeReceiver.Receipt;
import org.conclave.libp2p.pubsub.Message;
import org.conclave.libp2p.pubsub.PubSub;
import org.conclave.libp2p.pubsub.Subscription;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.libp2p.pubsub.Validator.Verdict;
import org.conclave.networking.internal.groups.Intake;
import org.conclave.networking.internal.groups.TopicNames;
import org.conclave.networking.internal.groups.WellFormedEnvelope;
import org.conclave.networking.internal.peers.ConnectedPeers;
import org.conclave.networking.internal.peers.Devices;
import org.conclave.networking.internal.sync.SyncService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics of groups. What arrives goes to the {@link Intake}; its author, whose signature is on
 * the message, learns that it is committed. What cannot be processed now comes again by sync.
 * Thread-safe.
 */
public final class GroupGossip implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupGossip.class);

  /** How many envelopes of a group may be in processing before its topic waits. */
  private static final int UNPROCESSED = 512;

  private final PubSub pubsub;
  private final TopicMembership membership;
  private final ConnectedPeers peers;
  private final Intake intake;
  private final SyncService sync;
  private final Map<GroupId, Membership> joined = new HashMap<>();
  private volatile boolean closed;

  private record Membership(Topic topic, Subscription subscription, Semaphore room) {}

  public GroupGossip(
      PubSub pubsub,
      TopicMembership membership,
      ConnectedPeers peers,
      Intake intake,
      SyncService sync) {
    this.pubsub = pubsub;
    this.membership = membership;
    this.peers = peers;
    this.intake = intake;
    this.sync = sync;
  }

  /** Joins the topic of a group; does nothing if it is joined. */
  public synchronized void join(GroupId group) {
    if (closed || joined.containsKey(group)) {
      return;
    }
    Topic topic = TopicNames.of(group);
    Semaphore room = new Semaphore(UNPROCESSED);
    membership.add(topic, group);
    pubsub.setValidator(topic, message -> CompletableFuture.completedFuture(judge(group, message)));
    Subscription subscription = pubsub.subscribe(topic, message -> receive(group, room, message));
    joined.put(group, new Membership(topic, subscription, room));
  }

  /** Leaves the topic of a group. */
  public synchronized void leave(GroupId group) {
    Membership left = joined.remove(group);
    if (left != null) {
      left.subscription().close();
      pubsub.removeValidator(left.topic());
      membership.remove(left.topic());
    }
  }

  /** Members of the group came or went. */
  public synchronized void membersChanged(GroupId group) {
    Membership here = joined.get(group);
    if (here != null) {
      pubsub.topicGateChanged(here.topic());
    }
  }

  /** The ledger changed: any topic may admit others than before. */
  public synchronized void ledgerChanged() {
    joined.values().forEach(here -> pubsub.topicGateChanged(here.topic()));
  }

  /** Sends a committed envelope to all in the topic, at once. What it does not reach, sync does. */
  public void publish(GroupId group, Bytes envelope) {
    pubsub
        .publish(TopicNames.of(group), envelope.toByteArray())
        .whenComplete(
            (published, failure) -> {
              if (failure != null) {
                LOG.debug("an envelope of {} was not published; sync carries it", group, failure);
              }
            });
  }

  /** Devices that a message published on the group's topic goes to directly. */
  public Set<DeviceId> reaches(GroupId group) {
    Set<DeviceId> devices = new HashSet<>();
    pubsub
        .peers(TopicNames.of(group))
        .forEach(peer -> Devices.deviceOf(peer).ifPresent(devices::add));
    return devices;
  }

  private static Verdict judge(GroupId group, Message message) {
    return WellFormedEnvelope.parse(Bytes.wrap(message.data()))
            .filter(envelope -> envelope.group().equals(group))
            .isPresent()
        ? Verdict.ACCEPT
        : Verdict.REJECT;
  }

  private void receive(GroupId group, Semaphore room, Message message) {
    Optional<WellFormedEnvelope> envelope = WellFormedEnvelope.parse(Bytes.wrap(message.data()));
    Optional<ConnectedPeer> from =
        Devices.deviceOf(message.receivedFrom()).flatMap(peers::ofDevice);
    if (envelope.isEmpty() || from.isEmpty() || !enter(room)) {
      return;
    }
    CompletionStage<Receipt> receipt = intake.take(from.get(), envelope.get());
    receipt.whenComplete(
        (what, failure) -> {
          room.release();
          switch (what) {
            case COMMITTED, KNOWN ->
                Devices.deviceOf(message.author())
                    .ifPresent(author -> sync.acknowledge(author, group, envelope.get().id()));
            case WAITING -> sync.compareSoon(from.get().device(), group);
            case RETRY -> sync.compareAgain(from.get().device(), group);
            case REFUSED -> LOG.debug("{} was refused", envelope.get().id());
          }
        });
  }

  /** Waits until fewer are in processing: gossip then holds back, and forwards all the same. */
  private boolean enter(Semaphore room) {
    try {
      room.acquire();
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Lets go of whoever waits in a handler; the topics go with the {@link PubSub}. */
  @Override
  public synchronized void close() {
    closed = true;
    joined.values().forEach(here -> here.room().release(Integer.MAX_VALUE / 2));
  }
}
