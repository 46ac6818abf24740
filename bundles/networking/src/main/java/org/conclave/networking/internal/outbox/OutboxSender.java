package org.conclave.networking.internal.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.storage.OutboxRow;
import org.conclave.api.storage.OutboxRow.Item;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoredEnvelope;
import org.conclave.api.storage.Transaction;
import org.conclave.networking.internal.gossip.GroupGossip;
import org.conclave.networking.internal.groups.HeldBack;
import org.conclave.networking.internal.peers.ConnectedPeers;
import org.conclave.networking.internal.peers.Devices;
import org.conclave.networking.internal.request.RequestClient;
import org.conclave.networking.internal.sync.SyncService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds, and only that, so nothing leaves before it is committed, nor to a
 * group that is {@link HeldBack}: once it is not, members fetch what waited by comparing. A fresh
 * envelope is published at once, and handed directly to connected members that gossip does not
 * reach. What a connected member has not acknowledged after two seconds is handed to it directly,
 * and again at doubling distances up to a minute, beside a comparison of the group. A row for one
 * member is a request, repeated until it is answered. Thread-safe; nothing here blocks the caller.
 */
public final class OutboxSender {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);

  /**
   * What gossip and the comparison at the start of a connection are given before a direct
   * hand-over.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int BATCH = 64;
  private static final int BATCH_BYTES = 256 << 10;
  private static final long TICK_MILLIS = 500;

  private final Storage storage;
  private final ConnectedPeers peers;
  private final HeldBack heldBack;
  private final GroupGossip gossip;
  private final SyncService sync;
  private final RequestClient requests;
  private final Executor commits;
  private final Executor writes;
  private final ScheduledExecutorService timers;
  private final Clock clock;

  /** Members whom an open row may await, and when something may be due for them. */
  private final Map<UserId, Instant> looks = new ConcurrentHashMap<>();

  private final Set<Long> asked = ConcurrentHashMap.newKeySet();
  private final Map<UserId, Attempts> attempts = new ConcurrentHashMap<>();

  private record Outgoing(OutboxRow row, Bytes envelope) {}

  /**
   * @param commits the one thread that follows commits; rows are read on it, in order
   */
  public OutboxSender(
      Storage storage,
      ConnectedPeers peers,
      HeldBack heldBack,
      GroupGossip gossip,
      SyncService sync,
      RequestClient requests,
      Executor commits,
      Executor writes,
      ScheduledExecutorService timers,
      Clock clock) {
    this.storage = storage;
    this.peers = peers;
    this.heldBack = heldBack;
    this.gossip = gossip;
    this.sync = sync;
    this.requests = requests;
    this.commits = commits;
    this.writes = writes;
    this.timers = timers;
    this.clock = clock;
  }

  /** Begins to look after the rows that are open. */
  public void start() {
    timers.scheduleWithFixedDelay(
        () -> commits.execute(this::redeliver), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Rows that a commit has just added. Called on the thread that follows commits. */
  public void added(List<Long> rows) {
    try {
      List<Outgoing> toGroups = new ArrayList<>();
      List<OutboxRow> toMembers = new ArrayList<>();
      storage.read(
          transaction -> {
            for (Long id : rows) {
              Optional<OutboxRow> row = transaction.outbox().find(id);
              if (row.isPresent() && row.get().item() instanceof Item.ToGroup toGroup) {
                if (!heldBack.holds(toGroup.group())) {
                  envelope(transaction, toGroup)
                      .ifPresent(bytes -> toGroups.add(new Outgoing(row.get(), bytes)));
                }
              } else {
                row.ifPresent(toMembers::add);
              }
            }
            return true;
          });
      toGroups.forEach(this::publish);
      toMembers.forEach(
          row -> {
            look(row.awaiting(), clock.instant());
            askNow(row);
          });
    } catch (StorageException e) {
      LOG.warn("what was just committed could not be sent; it will be tried again", e);
      peers.all().forEach(peer -> look(Set.of(peer.user()), clock.instant()));
    }
  }

  /** A member's device is connected: whatever awaits it is due. */
  public void connected(ConnectedPeer peer) {
    Instant now = clock.instant();
    attempts(peer.user(), known -> known.restart(now.plus(PATIENCE)));
    look(Set.of(peer.user()), now.plus(PATIENCE));
    commits.execute(() -> askAll(peer));
  }

  /** A group is held back no more: what its members do not fetch is handed to them. */
  public void released() {
    Instant due = clock.instant().plus(PATIENCE);
    peers.all().forEach(peer -> look(Set.of(peer.user()), due));
  }

  private void look(Set<UserId> users, Instant at) {
    users.forEach(user -> looks.merge(user, at, (a, b) -> a.isBefore(b) ? a : b));
  }

  private void publish(Outgoing outgoing) {
    GroupId group = ((Item.ToGroup) outgoing.row().item()).group();
    gossip.publish(group, outgoing.envelope());
    look(outgoing.row().awaiting(), clock.instant().plus(PATIENCE));
    Set<DeviceId> reached = gossip.reaches(group);
    for (UserId user : outgoing.row().awaiting()) {
      peers
          .ofUser(user)
          .filter(peer -> !reached.contains(peer.device()))
          .ifPresent(peer -> sync.push(peer.device(), List.of(outgoing.envelope())));
    }
  }

  private void redeliver() {
    Instant now = clock.instant();
    for (ConnectedPeer peer : peers.all()) {
      Instant look = looks.get(peer.user());
      if (look != null && !now.isBefore(look) && looks.remove(peer.user(), look)) {
        try {
          redeliver(peer, now);
        } catch (StorageException e) {
          LOG.warn("the outbox could not be read; it will be tried again", e);
          look(Set.of(peer.user()), now.plus(PATIENCE));
        }
      }
    }
  }

  private void redeliver(ConnectedPeer peer, Instant now) throws StorageException {
    List<OutboxRow> open = storage.read(transaction -> transaction.outbox().openFor(peer.user()));
    if (open.isEmpty()) {
      attempts.remove(peer.user());
      return;
    }
    List<OutboxRow> due = new ArrayList<>();
    attempts(
        peer.user(),
        known -> {
          known.retain(open.stream().map(OutboxRow::id).toList());
          for (OutboxRow row : open) {
            if (row.item() instanceof Item.ToGroup item && heldBack.holds(item.group())) {
              continue;
            }
            boolean toMember = row.item() instanceof Item.ToMember;
            Instant first = toMember ? row.createdAt() : row.createdAt().plus(PATIENCE);
            Instant next = known.due(row.id(), first);
            if (next.isAfter(now)) {
              look(Set.of(peer.user()), next);
            } else if (due.size() < BATCH) {
              due.add(row);
            }
          }
        });
    if (!due.isEmpty()) {
      look(Set.of(peer.user()), now);
    }
    due.stream().filter(row -> row.item() instanceof Item.ToMember).forEach(this::askNow);
    handOver(peer, due, now);
  }

  private void handOver(ConnectedPeer peer, List<OutboxRow> due, Instant now)
      throws StorageException {
    Map<Long, Bytes> envelopes = new LinkedHashMap<>();
    Set<GroupId> stubborn = new LinkedHashSet<>();
    storage.read(
        transaction -> {
          int size = 0;
          for (OutboxRow row : due) {
            if (row.item() instanceof Item.ToGroup toGroup && size < BATCH_BYTES) {
              Optional<Bytes> bytes = envelope(transaction, toGroup);
              size += bytes.map(Bytes::size).orElse(0);
              bytes.ifPresent(envelope -> envelopes.put(row.id(), envelope));
              stubborn.add(toGroup.group());
            }
          }
          return true;
        });
    if (envelopes.isEmpty() || sync.push(peer.device(), envelopes.values()).isEmpty()) {
      return;
    }
    attempts(peer.user(), known -> envelopes.keySet().forEach(row -> known.tried(row, now)));
    stubborn.forEach(group -> sync.compareSoon(peer.device(), group));
  }

  private void askAll(ConnectedPeer peer) {
    try {
      storage.read(transaction -> transaction.outbox().openFor(peer.user())).stream()
          .filter(row -> row.item() instanceof Item.ToMember)
          .forEach(this::askNow);
    } catch (StorageException e) {
      LOG.warn("the outbox could not be read; it will be tried again", e);
    }
  }

  private void askNow(OutboxRow row) {
    if (!(row.item() instanceof Item.ToMember toMember)) {
      return;
    }
    Optional<ConnectedPeer> peer = peers.ofUser(toMember.recipient());
    if (peer.isEmpty() || !asked.add(row.id())) {
      return;
    }
    requests
        .ask(peer.get().device(), toMember.protocol(), toMember.payload())
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                writes.execute(() -> end(row.id()));
                return;
              }
              LOG.debug(
                  "device {} has not answered {}",
                  Devices.shortName(peer.get().device()),
                  toMember.protocol(),
                  failure);
              Instant now = clock.instant();
              attempts(toMember.recipient(), known -> known.tried(row.id(), now));
              asked.remove(row.id());
            });
  }

  private void end(long row) {
    try {
      storage.write(
          transaction -> {
            transaction.outbox().end(row);
            return true;
          });
    } catch (StorageException e) {
      LOG.warn("an answer could not be kept; the request will be repeated", e);
    } finally {
      asked.remove(row);
    }
  }

  private static Optional<Bytes> envelope(Transaction transaction, Item.ToGroup item)
      throws StorageException {
    return transaction
        .envelopes()
        .find(item.group(), item.envelope())
        .filter(stored -> stored.status() == StoredEnvelope.Status.PROCESSED)
        .map(StoredEnvelope::bytes);
  }

  private void attempts(UserId user, Consumer<Attempts> change) {
    attempts.compute(
        user,
        (same, known) -> {
          Attempts present = known == null ? new Attempts() : known;
          change.accept(present);
          return present;
        });
  }
}
