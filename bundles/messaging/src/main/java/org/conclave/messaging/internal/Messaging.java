package org.conclave.messaging.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.identity.GroupId;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.EnvelopeReceiver;
import org.conclave.api.network.Network;
import org.conclave.api.network.NetworkListener;
import org.conclave.api.network.NetworkStatus;
import org.conclave.api.network.RequestHandler;
import org.conclave.api.organisation.Membership;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OrganisationListener;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.GroupHead;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of messaging, put together for one profile. Engine, network and organisation may come
 * and go. Thread-safe.
 */
final class Messaging implements NetworkListener, OrganisationListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Messaging.class);

  private final MessagingContext context;
  private final GroupSessions sessions;
  private final Receiving receiving;
  private final Adding adding;
  private final KeyPackagePool keyPackages;
  private final Messenger messenger;
  private final EnvelopeReceiver receiver;
  private final List<RequestHandler> handlers;

  private Messaging(MessagingContext context) {
    this.context = context;
    receiving = new Receiving(context);
    Sending sending = new Sending(context);
    sessions =
        new GroupSessions(
            group -> new GroupSession(group, context.workers(), sending::send, receiving::process));
    receiver = new Intake(sessions);
    Committing committing = new Committing(context);
    adding = new Adding(context, sessions, committing);
    keyPackages = new KeyPackagePool(context);
    messenger = new GroupMessenger(context, sessions, adding, committing);
    handlers =
        List.of(
            keyPackages,
            new Joining(context, group -> receiving.processWaiting(sessions.open(group))),
            new RemovalNotices(receiver));
  }

  /** Takes up what an earlier run left. */
  static Messaging open(Storage storage, Membership membership, Clock clock)
      throws StorageException {
    List<GroupId> groups = new ArrayList<>();
    KeyedNames names =
        storage.write(
            transaction -> {
              transaction.conversations().all().forEach(known -> groups.add(known.group()));
              return KeyedNames.open(transaction.keyValues());
            });
    MessagingContext context =
        new MessagingContext(
            storage,
            membership.user(),
            membership.organisation(),
            membership.signer(),
            new EngineGate(),
            new Slot<>(),
            new Slot<>(),
            new Workers(),
            clock,
            names);
    Messaging messaging = new Messaging(context);
    for (GroupId group : groups) {
      GroupSession session = messaging.sessions.open(group);
      session.later(() -> messaging.prune(group));
      messaging.receiving.processWaiting(session);
    }
    messaging.keyPackages.keepFilled();
    return messaging;
  }

  Messenger messenger() {
    return messenger;
  }

  EnvelopeReceiver receiver() {
    return receiver;
  }

  List<RequestHandler> handlers() {
    return handlers;
  }

  void engineArrived(CryptoEngine engine) {
    context.engine().arrived(engine);
    sessions.all().forEach(receiving::processWaiting);
    keyPackages.refill();
    adding.tryWishes();
  }

  void engineDeparted(CryptoEngine engine) {
    context.engine().departed(engine);
  }

  void networkArrived(Network network) {
    context.network().arrived(network);
    adding.tryWishes();
  }

  void networkDeparted(Network network) {
    context.network().departed(network);
  }

  void organisationArrived(Organisation organisation) {
    context.directory().arrived(organisation);
    adding.tryWishes();
  }

  void organisationDeparted(Organisation organisation) {
    context.directory().departed(organisation);
  }

  @Override
  public void networkStatusChanged(NetworkStatus status) {}

  @Override
  public void peerConnected(ConnectedPeer peer) {
    adding.tryWishes();
  }

  @Override
  public void organisationChanged() {
    adding.tryWishes();
  }

  /**
   * A group that is quiet for long commits nothing, and its old secrets have to go all the same.
   */
  private void prune(GroupId group) {
    try {
      context.storage().write(transaction -> prune(transaction, group));
    } catch (StorageException e) {
      LOG.warn("Could not drop old states of {}: {}", group, e.reason());
    }
  }

  private boolean prune(Transaction transaction, GroupId group) throws StorageException {
    boolean live =
        transaction
            .conversations()
            .find(group)
            .filter(conversation -> conversation.status() == Conversation.Status.LIVE)
            .isPresent();
    if (!live || !Retention.prune(transaction, group, context.now())) {
      return false;
    }
    GroupHead head = transaction.groupStates().head(group).orElseThrow();
    transaction.groupStates().advance(group, head.version(), head.tip());
    return true;
  }

  /**
   * Takes nothing more, lets what is being committed end, and fails the rest: it is on the disk or
   * with its author. No thread is left.
   */
  @Override
  public void close() {
    context.engine().close();
    sessions.close();
    context.workers().close();
  }
}
