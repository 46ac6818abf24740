package org.conclave.networking.internal.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.conclave.api.storage.Storage;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.Stream;
import org.conclave.networking.internal.groups.Intake;
import org.conclave.networking.internal.groups.Rosters;
import org.conclave.networking.internal.peers.ConnectedPeers;
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

  private final SyncContext context;
  private final Map<DeviceId, List<SyncSession>> sessions = new ConcurrentHashMap<>();

  public SyncService(
      Storage storage,
      Rosters rosters,
      Intake intake,
      AcknowledgementSink sink,
      Executor reads,
      ScheduledExecutorService timers) {
    this.context = new SyncContext(new Reconciler(storage), rosters, intake, sink, reads, timers);
  }

  public void serveOn(Host host) {
    host.handle(PROTOCOL, this::accept);
  }

  /** A connection takes streams from now on. */
  public void connected(Connection connection) {
    if (connection.direction() == Direction.OUTBOUND && connection.isOpen()) {
      connection
          .newStream(List.of(PROTOCOL))
          .whenComplete(
              (stream, failure) -> {
                if (stream == null) {
                  LOG.debug("a peer takes no sync stream", failure);
                  reopen(connection);
                } else {
                  begin(stream);
                }
              });
    }
  }

  private void reopen(Connection connection) {
    context.timers().schedule(() -> connected(connection), REOPEN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void accept(Stream stream) {
    Connection connection = stream.connection();
    if (connection.direction() == Direction.OUTBOUND) {
      stream.reset(0);
      return;
    }
    all().stream()
        .filter(session -> session.stream().connection() == connection)
        .forEach(SyncSession::end);
    begin(stream);
  }

  private void begin(Stream stream) {
    stream
        .connection()
        .get(ConnectedPeers.PEER)
        .ifPresentOrElse(
            peer -> {
              SyncSession session = new SyncSession(stream, peer, context, this::ended);
              sessions
                  .computeIfAbsent(peer.device(), none -> new CopyOnWriteArrayList<>())
                  .add(session);
              session.start();
            },
            () -> stream.reset(0));
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
    reopen(session.stream().connection());
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

  private List<SyncSession> all() {
    List<SyncSession> all = new ArrayList<>();
    sessions.values().forEach(all::addAll);
    return all;
  }

  /** Whether a sync stream to the device is open. */
  public boolean isOpen(DeviceId device) {
    return best(device).isPresent();
  }
}
