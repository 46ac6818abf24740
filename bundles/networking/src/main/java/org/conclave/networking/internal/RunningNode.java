package org.conclave.networking.internal;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.UserId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.NetworkException;
import org.conclave.api.network.RequestHandler;
import org.conclave.api.organisation.Member;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.HostEvent;
import org.conclave.libp2p.PeerInfo;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.libp2p.pubsub.GossipSub;
import org.conclave.libp2p.pubsub.GossipSubParameters;
import org.conclave.libp2p.pubsub.LimitParameters;
import org.conclave.libp2p.pubsub.PubSub;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.networking.internal.admission.AdmissionDialogue;
import org.conclave.networking.internal.admission.Refusals;
import org.conclave.networking.internal.gossip.Announcements;
import org.conclave.networking.internal.gossip.GroupGossip;
import org.conclave.networking.internal.gossip.TopicMembership;
import org.conclave.networking.internal.groups.HeldBack;
import org.conclave.networking.internal.groups.Intake;
import org.conclave.networking.internal.groups.Rosters;
import org.conclave.networking.internal.groups.TopicNames;
import org.conclave.networking.internal.groups.WellFormedEnvelope;
import org.conclave.networking.internal.outbox.AcknowledgementWriter;
import org.conclave.networking.internal.outbox.OutboxSender;
import org.conclave.networking.internal.peers.AddressBook;
import org.conclave.networking.internal.peers.AddressShelf;
import org.conclave.networking.internal.peers.ConnectedPeers;
import org.conclave.networking.internal.peers.Devices;
import org.conclave.networking.internal.peers.PeersExchange;
import org.conclave.networking.internal.peers.Reconnector;
import org.conclave.networking.internal.quota.DeviceLanes;
import org.conclave.networking.internal.request.RequestClient;
import org.conclave.networking.internal.request.RequestServer;
import org.conclave.networking.internal.sync.SyncService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that runs on one host while it listens, and the way of each event through it. Thread-safe.
 */
final class RunningNode implements OfferedServices.Watcher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);
  private static final int ENVELOPE_ON_THE_WIRE = WellFormedEnvelope.MAXIMUM + (64 << 10);
  private static final long SETTLE_MILLIS = 500;
  private static final long ASK_SECONDS = 60;
  private static final int ARRIVAL_LOOKS = 20;
  private static final long ARRIVAL_MILLIS = 100;

  private final NodeEnvironment environment;
  private final NodeThreads threads;
  private final Host host;
  private final AdmissionDialogue dialogue;
  private final StatusBoard status;
  private final ConnectedPeers peers = new ConnectedPeers();
  private final AddressBook book = new AddressBook();
  private final AddressShelf shelf;
  private final PubSub pubsub;
  private final GroupGossip gossip;
  private final Announcements announcements;
  private final SyncService sync;
  private final RequestClient requests;
  private final RequestServer server;
  private final OutboxSender outbox;
  private final CommitFollower commits;
  private final PeersExchange exchange;
  private final Reconnector reconnector;
  private final AtomicBoolean settling = new AtomicBoolean();
  private volatile boolean closing;

  /** What this device presented last; only on the spine. */
  private Bytes ownFrame;

  RunningNode(
      NodeEnvironment environment,
      NodeThreads threads,
      Host host,
      AdmissionDialogue dialogue,
      Refusals refusals,
      StatusBoard status) {
    this.environment = environment;
    this.threads = threads;
    this.host = host;
    this.dialogue = dialogue;
    this.status = status;
    shelf = new AddressShelf(environment.storage(), book, threads.spine, threads.writes);
    Rosters rosters = new Rosters(environment.storage());
    HeldBack heldBack = new HeldBack(environment.storage());
    DeviceLanes lanes = new DeviceLanes(threads.calls);
    Intake intake = new Intake(environment.offered()::receiver);
    AcknowledgementWriter acknowledgements =
        new AcknowledgementWriter(environment.storage(), threads.spine, threads.writes);
    sync =
        new SyncService(
            host,
            environment.storage(),
            rosters,
            heldBack,
            intake,
            acknowledgements,
            threads.reads,
            threads.spine);
    Topic organisation = TopicNames.of(environment.membership().organisation());
    TopicMembership topics =
        new TopicMembership(
            organisation,
            rosters,
            device -> environment.authority().admitted(device).map(Member::user));
    LimitParameters limits = LimitParameters.defaults().withRpcBytes(ENVELOPE_ON_THE_WIRE);
    pubsub =
        GossipSub.on(host)
            .gate(topics)
            .parameters(GossipSubParameters.defaults().withLimits(limits))
            .start();
    gossip = new GroupGossip(pubsub, topics, peers, intake, sync);
    announcements =
        new Announcements(
            pubsub,
            organisation,
            peers,
            environment.offered()::announcementReceivers,
            lanes,
            this::disconnect);
    requests = new RequestClient(host, threads.spine, threads.calls);
    Set<String> reserved = Set.of(PeersExchange.PROTOCOL, SyncService.PROTOCOL);
    server = new RequestServer(host, reserved, threads.spine, lanes);
    outbox =
        new OutboxSender(
            environment.storage(),
            peers,
            heldBack,
            gossip,
            sync,
            requests,
            threads.commits,
            threads.writes,
            threads.spine,
            environment.clock());
    commits = new CommitFollower(rosters, heldBack, gossip, sync, outbox, threads.commits);
    reconnector =
        new Reconnector(
            host,
            book,
            peers,
            device -> isOther(device) && (isMember(device) || book.isGiven(device)),
            device -> isOther(device) && isMember(device),
            refusals::take,
            threads.spine,
            new SecureRandom(),
            environment.aspirant());
    ownFrame = environment.authority().admissionFrame();
    exchange =
        new PeersExchange(
            book,
            device -> isOther(device) && isMember(device),
            requests::ask,
            device -> {
              shelf.changed();
              reconnector.addressesChanged(device);
            });
  }

  /** Reads where members were found. Blocks on the disk. */
  void load() {
    shelf.load();
    book.retain(device -> isOther(device) && isMember(device));
    environment.membership().bootstrapAddresses().forEach(this::given);
  }

  /** Reads what the profile holds and begins. Blocks on the disk. */
  void start() throws StorageException {
    commits.load();
    sync.start();
    server.offerOwn(exchange);
    environment.offered().watch(this);
    environment.offered().handlers().forEach(server::offer);
    announcements.join();
    outbox.start();
    reconnector.dialAll();
    threads.spine.scheduleWithFixedDelay(
        () -> peers.all().forEach(exchange::ask), ASK_SECONDS, ASK_SECONDS, TimeUnit.SECONDS);
    listening(host.listenAddresses());
  }

  private void given(String text) {
    try {
      Multiaddr address = Multiaddr.parse(text);
      address
          .peerId()
          .flatMap(Devices::deviceOf)
          .filter(this::isOther)
          .ifPresent(device -> book.learn(device, List.of(address), AddressBook.Source.GIVEN));
    } catch (MultiformatException e) {
      LOG.warn("the invitation names an address that cannot be read", e);
    }
  }

  private boolean isOther(DeviceId device) {
    return !device.equals(environment.membership().device());
  }

  private boolean isMember(DeviceId device) {
    return environment.authority().admitted(device).isPresent();
  }

  private void listening(List<Multiaddr> addresses) {
    List<String> texts =
        addresses.stream().map(a -> a.withPeerId(host.peerId()).toString()).toList();
    if (!texts.equals(status.current().listenAddresses())) {
      LOG.info("listening on {}", texts);
    }
    status.listening(texts);
  }

  /** What happened on the host, in order. */
  void on(HostEvent event) {
    if (closing && event instanceof HostEvent.Upgraded late) {
      late.connection().close();
    } else if (event instanceof HostEvent.Upgraded upgraded) {
      dialogue.begin(upgraded.connection());
    } else if (event instanceof HostEvent.Connected connected) {
      // The ledger may have changed while the two were still talking.
      closeUnlessAdmitted(connected.connection());
    } else if (event instanceof HostEvent.Identified identified) {
      identified(identified.connection(), identified.info());
    } else if (event instanceof HostEvent.IdentifyFailed failed) {
      LOG.debug("a peer did not say what it speaks", failed.cause());
      failed.connection().close();
    } else if (event instanceof HostEvent.Disconnected disconnected) {
      disconnected(disconnected.connection());
    } else if (event instanceof HostEvent.ListenAddressesChanged changed) {
      listening(changed.addresses());
    }
  }

  private void identified(Connection connection, PeerInfo info) {
    Optional<ConnectedPeer> known = connection.get(ConnectedPeers.PEER);
    if (known.isEmpty() || !connection.isOpen()) {
      connection.close();
      return;
    }
    ConnectedPeer peer = known.get();
    book.learn(peer.device(), info.listenAddresses(), AddressBook.Source.CLAIMED);
    shelf.changed();
    if (peers.isKnown(connection)) {
      return;
    }
    boolean first = peers.add(connection, peer);
    sync.connected(connection);
    if (first) {
      LOG.info(
          "member {} is connected with device {}",
          Devices.shortName(peer.user()),
          Devices.shortName(peer.device()));
      reconnector.connected(peer);
      outbox.connected(peer);
      exchange.ask(peer);
      status.connected(peer, peers.size());
    }
  }

  private void disconnected(Connection connection) {
    peers
        .remove(connection)
        .ifPresent(
            peer -> {
              LOG.info("device {} is disconnected", Devices.shortName(peer.device()));
              status.disconnected(peer, peers.size());
              reconnector.disconnected(peer.device());
            });
  }

  private void disconnect(DeviceId device) {
    host.connectionsTo(Devices.peerOf(device)).forEach(Connection::close);
  }

  private void closeUnlessAdmitted(Connection connection) {
    Optional<DeviceId> device = Devices.deviceOf(connection.remotePeer());
    if (device.filter(this::isMember).isEmpty()) {
      LOG.info(
          "device {} is not a member's any more; its connection is closed",
          device.map(Devices::shortName).orElse("unknown"));
      connection.close();
    }
  }

  /** Members, devices or admissions changed. What is not admitted any more goes first. */
  void organisationChanged() {
    threads.spine.execute(
        () -> {
          host.connections().forEach(this::closeUnlessAdmitted);
          gossip.ledgerChanged();
          announcements.ledgerChanged();
          reconnector.ledgerChanged();
          Bytes before = ownFrame;
          ownFrame = environment.authority().admissionFrame();
          if (environment.aspirant() && !ownFrame.equals(before)) {
            reconnector.ownStandingChanged();
          }
          if (settling.compareAndSet(false, true)) {
            threads.spine.schedule(this::settled, SETTLE_MILLIS, TimeUnit.MILLISECONDS);
          }
        });
  }

  /** A ledger arrives in many statements; peers are asked once for where the new members are. */
  private void settled() {
    settling.set(false);
    book.retain(device -> isMember(device) || book.isGiven(device));
    peers.all().forEach(exchange::ask);
  }

  /** What was committed, in order. Called on persistence's thread. */
  void committed(List<StoreEvent> events) {
    commits.committed(events);
  }

  @Override
  public void receiverCame() {
    sync.compareAll();
  }

  @Override
  public void handlersChanged(RequestHandler handler, boolean here) {
    if (here) {
      server.offer(handler);
      return;
    }
    server.withdraw(handler);
    environment.offered().handler(handler.protocol()).ifPresent(server::offer);
  }

  List<ConnectedPeer> peers() {
    return peers.all();
  }

  CompletionStage<Bytes> request(UserId member, String protocol, Bytes request) {
    Optional<ConnectedPeer> connected = peers.ofUser(member);
    if (connected.isPresent()) {
      return requests.ask(connected.get().device(), protocol, request);
    }
    Optional<DeviceId> device =
        book.devices().stream()
            .filter(
                d ->
                    environment
                        .authority()
                        .admitted(d)
                        .map(Member::user)
                        .equals(Optional.of(member)))
            .findFirst();
    CompletionStage<ConnectedPeer> reached =
        device.isPresent() ? reconnector.reach(device.get()) : arrival(member, ARRIVAL_LOOKS);
    return reached.thenCompose(peer -> requests.ask(peer.device(), protocol, request));
  }

  /**
   * A member whose device is just being admitted: the other side may know of it a little sooner.
   */
  private CompletionStage<ConnectedPeer> arrival(UserId member, int looks) {
    Optional<ConnectedPeer> peer = peers.ofUser(member);
    if (peer.isPresent()) {
      return CompletableFuture.completedFuture(peer.get());
    }
    if (looks == 0) {
      return CompletableFuture.failedFuture(
          new NetworkException(
              NetworkException.Reason.UNREACHABLE,
              "No device of this member is connected, and none is known to dial."));
    }
    CompletableFuture<Boolean> later = new CompletableFuture<>();
    threads.spine.schedule(() -> later.complete(true), ARRIVAL_MILLIS, TimeUnit.MILLISECONDS);
    return later.thenCompose(unused -> arrival(member, looks - 1));
  }

  void announce(Bytes announcement) {
    announcements.publish(announcement);
  }

  CompletionStage<ConnectedPeer> dial(String text) {
    Optional<Multiaddr> address = Devices.address(text);
    Optional<DeviceId> device =
        address.flatMap(Multiaddr::peerId).flatMap(Devices::deviceOf).filter(this::isOther);
    if (device.isEmpty()) {
      return CompletableFuture.failedFuture(
          new NetworkException(
              NetworkException.Reason.INVALID_ADDRESS,
              "This is not the address of another device. Such an address ends in /p2p/ and the"
                  + " device's name."));
    }
    book.learn(device.get(), List.of(address.orElseThrow()), AddressBook.Source.GIVEN);
    shelf.changed();
    return reconnector.reach(device.get());
  }

  /** Closes every connection; the host is gone when this returns. */
  @Override
  public void close() {
    closing = true;
    host.connections().forEach(Connection::close);
    gossip.close();
    pubsub.close();
    host.close();
    shelf.save();
  }
}
