package org.conclave.networking.internal.peers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.NetworkException;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to every member's device that can be found, up to {@value #MAXIMUM}: at once
 * when it starts, is lost, is admitted or an address is learned, then with {@link Backoff}. All
 * state belongs to the timers' one thread; the methods may be called from any.
 */
public final class Reconnector {
  private static final Logger LOG = LoggerFactory.getLogger(Reconnector.class);
  private static final int MAXIMUM = 64;

  /** How long after the secure channel a peer may take until it takes streams. */
  private static final long SETTLE_MILLIS = 5_000;

  private final Host host;
  private final AddressBook book;
  private final ConnectedPeers peers;
  private final Predicate<DeviceId> wanted;
  private final Predicate<DeviceId> admitted;
  private final Function<DeviceId, Optional<Refusal>> refusal;
  private final ScheduledExecutorService timers;
  private final Supplier<Backoff> backoffs;
  private final Map<DeviceId, Dial> dials = new HashMap<>();
  private Set<DeviceId> admittedBefore = Set.of();

  private static final class Dial {
    private final Backoff backoff;
    private final List<CompletableFuture<ConnectedPeer>> waiting = new ArrayList<>();
    private boolean underWay;
    private boolean again;
    private boolean refused;
    private @Nullable Future<?> timer;

    private Dial(Backoff backoff) {
      this.backoff = backoff;
    }

    private void cancelTimer() {
      if (timer != null) {
        timer.cancel(false);
        timer = null;
      }
    }
  }

  /**
   * @param wanted whether a device is worth a connection that nobody asked for
   * @param admitted whether the ledger admits a device; answers from memory
   * @param refusal why the last dialogue with a device ended in a refusal, if it did
   * @param aspirant whether this device is about to become a member's: it never waits for long
   */
  public Reconnector(
      Host host,
      AddressBook book,
      ConnectedPeers peers,
      Predicate<DeviceId> wanted,
      Predicate<DeviceId> admitted,
      Function<DeviceId, Optional<Refusal>> refusal,
      ScheduledExecutorService timers,
      RandomGenerator random,
      boolean aspirant) {
    this.host = host;
    this.book = book;
    this.peers = peers;
    this.wanted = wanted;
    this.admitted = admitted;
    this.refusal = refusal;
    this.timers = timers;
    long longest = aspirant ? Backoff.ASPIRANT_MILLIS : Backoff.USUAL_MILLIS;
    this.backoffs = () -> new Backoff(random, longest);
  }

  /**
   * Dials every device of the book that is wanted and not connected, without waiting any longer.
   */
  public void dialAll() {
    timers.execute(
        () -> {
          admittedBefore = admittedNow();
          book.devices().forEach(this::dialNow);
        });
  }

  /** The ledger changed: dials every device that it did not admit before and does now. */
  public void ledgerChanged() {
    timers.execute(
        () -> {
          Set<DeviceId> before = admittedBefore;
          admittedBefore = admittedNow();
          admittedBefore.stream().filter(d -> !before.contains(d)).forEach(this::dialNow);
        });
  }

  /** This device presents something else than before: dials again whoever refused it, or may. */
  public void ownStandingChanged() {
    timers.execute(
        () -> {
          List<DeviceId> refusing = new ArrayList<>();
          dials.forEach(
              (device, dial) -> {
                if (dial.refused || dial.underWay) {
                  refusing.add(device);
                }
              });
          refusing.forEach(this::dialNow);
        });
  }

  private Set<DeviceId> admittedNow() {
    return book.devices().stream().filter(admitted).collect(Collectors.toUnmodifiableSet());
  }

  /** There may be a fresh way to a device. */
  public void addressesChanged(DeviceId device) {
    timers.execute(() -> dialNow(device));
  }

  /** The last connection to a device is gone. */
  public void disconnected(DeviceId device) {
    timers.execute(() -> later(device, dial(device), Optional.empty()));
  }

  /** A device is connected and takes streams. */
  public void connected(ConnectedPeer peer) {
    timers.execute(
        () -> {
          Dial dial = dials.remove(peer.device());
          if (dial != null) {
            dial.cancelTimer();
            dial.waiting.forEach(waiter -> waiter.complete(peer));
          }
        });
  }

  /**
   * The device, connected: dialled now unless it is.
   *
   * @return fails with {@link NetworkException}
   */
  public CompletionStage<ConnectedPeer> reach(DeviceId device) {
    CompletableFuture<ConnectedPeer> reached = new CompletableFuture<>();
    timers.execute(
        () -> {
          Optional<ConnectedPeer> peer = peers.ofDevice(device);
          if (peer.isPresent()) {
            reached.complete(peer.get());
            return;
          }
          Dial dial = dial(device);
          dial.waiting.add(reached);
          start(device, dial);
        });
    return reached;
  }

  private Dial dial(DeviceId device) {
    return dials.computeIfAbsent(device, unknown -> new Dial(backoffs.get()));
  }

  private void dialNow(DeviceId device) {
    if (wanted.test(device) && peers.ofDevice(device).isEmpty() && roomFor(device)) {
      Dial dial = dial(device);
      dial.backoff.reset();
      start(device, dial);
    }
  }

  private boolean roomFor(DeviceId device) {
    return dials.containsKey(device) || dials.size() + peers.size() < MAXIMUM;
  }

  private void start(DeviceId device, Dial dial) {
    if (dial.underWay) {
      dial.again = true;
      return;
    }
    dial.cancelTimer();
    List<Multiaddr> addresses = book.addresses(device);
    if (addresses.isEmpty()) {
      failed(device, dial, "no address of that device is known", null);
      return;
    }
    dial.underWay = true;
    dial.again = false;
    host.connect(Devices.peerOf(device), addresses)
        .whenComplete(
            (connection, failure) ->
                timers.execute(
                    () -> {
                      dial.underWay = false;
                      if (failure == null) {
                        book.learn(
                            device,
                            List.of(connection.remoteAddress()),
                            AddressBook.Source.CONFIRMED);
                        settle(device, dial);
                      } else {
                        failed(device, dial, "it cannot be reached", failure);
                      }
                    }));
  }

  /** The connection is admitted; until the peer takes streams it may yet break. */
  private void settle(DeviceId device, Dial dial) {
    if (dials.get(device) == dial) {
      dial.cancelTimer();
      dial.timer =
          timers.schedule(
              () -> failed(device, dial, "it connected and then did not answer", null),
              SETTLE_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  private void failed(DeviceId device, Dial dial, String what, @Nullable Throwable failure) {
    if (dials.get(device) != dial) {
      return;
    }
    Optional<Refusal> refused = refusal.apply(device);
    dial.refused = refused.isPresent();
    String why = refused.map(Refusal::reason).orElse(what);
    LOG.debug("device {}: {}", Devices.shortName(device), why, failure);
    if (!dial.waiting.isEmpty()) {
      NetworkException.Reason reason =
          refused.isPresent()
              ? NetworkException.Reason.NOT_ADMITTED
              : NetworkException.Reason.UNREACHABLE;
      String message = "The other device was not connected: " + why + ".";
      NetworkException exception =
          failure == null
              ? new NetworkException(reason, message)
              : new NetworkException(reason, message, failure);
      dial.waiting.forEach(waiter -> waiter.completeExceptionally(exception));
      dial.waiting.clear();
    }
    if (dial.again) {
      start(device, dial);
    } else {
      later(device, dial, refused.map(Refusal::comeBack));
    }
  }

  private void later(DeviceId device, Dial dial, Optional<Refusal.Return> comeBack) {
    if (dial.underWay) {
      return;
    }
    dial.cancelTimer();
    if (!wanted.test(device)
        || book.addresses(device).isEmpty()
        || peers.ofDevice(device).isPresent()) {
      dials.remove(device);
      return;
    }
    long pause = comeBack.map(dial.backoff::next).orElseGet(dial.backoff::next);
    dial.timer = timers.schedule(() -> start(device, dial), pause, TimeUnit.MILLISECONDS);
  }
}
