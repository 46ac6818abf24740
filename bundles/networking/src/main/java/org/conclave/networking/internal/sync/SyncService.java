package org.conclave.networking.internal.sync;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.storage.Storage;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.Stream;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.networking.internal.groups.HeldBack;
import org.conclave.networking.internal.groups.Intake;
import org.conclave.networking.internal.groups.Rosters;
import org.conclave.networking.internal.peers.ConnectedPeers;
import org.conclave.networking.internal.peers.Devices;
import org.conclave.networking.internal.quota.DeviceGuards;
import org.conclave.networking.internal.quota.FloodGuard.Allowance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@value #PROTOCOL}: one stream for the life of each admitted connection, opened by its dialler.
 * Thread-safe; nothing here blocks.
 */
public final class SyncService {
  public static final String PROTOCOL = "/conclave/sync/1.0.0";
  private static final Logger LOG = LoggerFactory.getLogger(SyncService.class);
  private static final long REOPEN_MILLIS = 1_000;

  /** Gossip that was lost while its author went away is found by this at the latest. */
  private static final long COMPARE_SECONDS = 300;

  private static final Allowance QUESTIONS = new Allowance(2_048, 200, 2_048);
  private static final Allowance ACKNOWLEDGEMENTS = new Allowance(1 << 16, 10_000, 1 << 18);

  private final Host host;
  private final SyncContext context;
  private final Map<DeviceId, List<SyncSession>> sessions = new ConcurrentHashMap<>();
  private final Set<Connection> opening = ConcurrentHashMap.newKeySet();

  public SyncService(
      Host host,
      Storage storage,
      Rosters rosters,
      HeldBack heldBack,
      Intake intake,
      AcknowledgementSink sink,
      Executor reads,
      ScheduledExecutorService timers) {
    this.host = host;
    this.context =
        new SyncContext(
            new Reconciler(storage, heldBack),
            rosters,
            heldBack,
            intake,
            sink,
            new DeviceGuards(QUESTIONS, System::nanoTime),
            new DeviceGuards(ACKNOWLEDGEMENTS, System::nanoTime),
            reads,
            timers);
  }

  /** Begins: takes streams, and compares everything now and then. */
  public void start() {
    host.handle(PROTOCOL, this::accept);
    context
        .timers()
        .scheduleWithFixedDelay(
            this::compareAll, COMPARE_SECONDS, COMPARE_SECONDS, TimeUnit.SECONDS);
  }

  /** A connection takes streams from now on. */
  public void connected(Connection connection) {
    settle(connection.remotePeer());
  }

  /**
   * Sees to it that the best connection to a peer has its stream. After a simultaneous dial there
   * are two for a moment; the stream on the other one is ended once this one is there, so that the
   * host can let that connection go.
   */
  private void settle(PeerId peer) {
    Optional<Connection> best = host.connectionsTo(peer).stream().findFirst();
    if (best.isEmpty()) {
      return;
    }
    List<SyncSession> open =
        Devices.deviceOf(peer).map(device -> sessions.getOrDefault(device, List.of())).stream()
            .flatMap(List::stream)
            .filter(SyncSession::isOpen)
            .toList();
    if (open.stream().anyMatch(session -> session.connection() == best.get())) {
      open.stream()
          .filter(session -> session.connection() != best.get())
          .filter(session -> session.connection().direction() == Direction.OUTBOUND)
          .forEach(SyncSession::end);
    } else if (best.get().direction() == Direction.OUTBOUND) {
      open(best.get());
    }
  }

  private void open(Connection connection) {
    if (!opening.add(connection)) {
      return;
    }
    connection
        .newStream(List.of(PROTOCOL))
        .whenComplete(
            (stream, failure) -> {
              opening.remove(connection);
              if (stream == null) {
                LOG.debug("a peer takes no sync stream", failure);
                settleLater(connection.remotePeer());
              } else {
                begin(stream);
              }
            });
  }

  private void settleLater(PeerId peer) {
    context.timers().schedule(() -> settle(peer), REOPEN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void accept(Stream stream) {
    Connection connection = stream.connection();
    if (connection.direction() == Direction.OUTBOUND) {
      stream.reset(0);
      return;
    }
    for (List<SyncSession> some : sessions.values()) {
      some.stream().filter(session -> session.connection() == connection).forEach(SyncSession::end);
    }
    begin(stream);
  }

  private void begin(Stream stream) {
    stream
        .connection()
        .get(ConnectedPeers.PEER)
        .ifPresentOrElse(peer -> begin(stream, peer), () -> stream.reset(0));
  }

  private void begin(Stream stream, ConnectedPeer peer) {
    SyncSession session = new SyncSession(stream, peer, context, this::ended);
    sessions.compute(
        peer.device(),
        (same, others) -> {
          List<SyncSession> all = others == null ? new CopyOnWriteArrayList<>() : others;
          all.add(session);
          return all;
        });
    session.start();
    settle(stream.connection().remotePeer());
  }

  private void ended(SyncSession session) {
    DeviceId device = session.peer().device();
    sessions.computeIfPresent(
        device,
        (same, open) -> {
          open.remove(session);
          return open.isEmpty() ? null : open;
        });
    // What was under way on the one may be lost: the other compares once more.
    best(device).ifPresent(SyncSession::offerAll);
    settleLater(session.connection().remotePeer());
  }

  /** What the device brought, or wrote, is committed here. Lost if it is not connected. */
  public void acknowledge(DeviceId device, GroupId group, EnvelopeId id) {
    best(device).ifPresent(session -> session.acknowledge(group, id));
  }

  /**
   * Hands envelopes to a device that is connected, and completes when it has room for them.
   *
   * @return empty if the device has no sync stream, or is catching up anyway
   */
  public Optional<CompletionStage<Void>> push(DeviceId device, Collection<Bytes> envelopes) {
    return best(device)
        .filter(session -> !session.isCatchingUp())
        .map(session -> session.push(envelopes));
  }

  /** Compares the group with one device, soon. */
  public void compareSoon(DeviceId device, GroupId group) {
    best(device).ifPresent(session -> session.offerSoon(group));
  }

  /** Compares the group with one device, later each time. */
  public void compareAgain(DeviceId device, GroupId group) {
    best(device).ifPresent(session -> session.offerAgain(group));
  }

  /** Compares the group with every connected member at once: it is new here, or its members are. */
  public void compareWithMembers(GroupId group) {
    sessions.keySet().forEach(device -> best(device).ifPresent(session -> session.offer(group)));
  }

  /** Compares everything with everybody, e.g. because envelopes can be processed again. */
  public void compareAll() {
    sessions.keySet().forEach(device -> best(device).ifPresent(SyncSession::offerAll));
  }

  private Optional<SyncSession> best(DeviceId device) {
    List<SyncSession> open = sessions.getOrDefault(device, List.of());
    return open.stream().filter(SyncSession::isOpen).reduce((older, newer) -> newer);
  }
}
