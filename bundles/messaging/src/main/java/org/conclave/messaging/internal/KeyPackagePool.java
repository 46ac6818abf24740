package org.conclave.messaging.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.identity.UserId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.RequestHandler;
import org.conclave.api.storage.KeyPackageStore;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.proto.wire.v1.KeyPackageRequest;
import org.conclave.proto.wire.v1.KeyPackageResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This device's key packages: hands one out to each peer that asks, marked as given before it
 * leaves, and makes new ones in the background. Nobody can use the pool up: who asks too often, and
 * everybody while too many are out, gets the one of last resort.
 */
final class KeyPackagePool implements RequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(KeyPackagePool.class);

  static final int ONE_TIME = 8;

  /** One-time packages in all, given out or not; each is held against every Welcome. */
  static final int MOST = 256;

  /** One-time packages that one member gets within {@link #QUOTA_TIME}. */
  static final int QUOTA = 16;

  private static final Duration QUOTA_TIME = Duration.ofHours(1);
  private static final Duration LIFETIME = Duration.ofDays(90);

  /** How far ahead of others' this device's clock may be for its packages to be valid to them. */
  static final Duration CLOCK_SKEW = Duration.ofDays(2);

  /** A last resort is replaced this long before it ends. */
  private static final Duration RENEWAL = Duration.ofDays(30);

  /** An ended package still opens Welcomes that were long on their way. */
  private static final Duration LATE_WELCOMES = Duration.ofDays(30);

  private static final Duration CHECK = Duration.ofHours(6);
  private static final int LARGEST_REQUEST = 1_024;

  private final MessagingContext context;
  private final Lane lane;
  private final AtomicBoolean due = new AtomicBoolean();

  /** Used on the lane only; forgotten as a whole when its time is over. */
  private final Map<UserId, Integer> taken = new HashMap<>();

  private Instant quotaEnd = Instant.MIN;

  KeyPackagePool(MessagingContext context) {
    this.context = context;
    lane = new Lane(context.workers());
  }

  @Override
  public String protocol() {
    return Protocols.KEYS;
  }

  @Override
  public int maximumRequest() {
    return LARGEST_REQUEST;
  }

  @Override
  public CompletionStage<Bytes> handle(ConnectedPeer from, Bytes request) {
    CompletableFuture<Bytes> answer = new CompletableFuture<>();
    try {
      lane.execute(
          () -> {
            try {
              answer.complete(response(forSelf(request) ? take(from.user()) : Bytes.EMPTY));
            } catch (StorageException | RuntimeException e) {
              LOG.warn("Could not hand out a key package: {}", e.toString());
              answer.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private boolean forSelf(Bytes request) {
    try {
      return ProtoBytes.from(KeyPackageRequest.parseFrom(request.asByteBuffer()).getUserId())
          .equals(context.self().value());
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private static Bytes response(Bytes keyPackage) {
    return Bytes.wrap(
        KeyPackageResponse.newBuilder()
            .setKeyPackage(ProtoBytes.of(keyPackage))
            .build()
            .toByteArray());
  }

  /** The package's message, given out and committed; empty if there is none. */
  private Bytes take(UserId peer) throws StorageException {
    boolean mayTake = withinQuota(peer);
    Optional<KeyPackage> found =
        mayTake
            ? context.storage().write(this::takeCurrent)
            : context.storage().read(KeyPackagePool::lastResort);
    refill();
    if (found.isEmpty()) {
      return Bytes.EMPTY;
    }
    found.get().privatePart().close();
    return found.get().message();
  }

  /** Nobody accepts one that has ended. */
  private Optional<KeyPackage> takeCurrent(Transaction transaction) throws StorageException {
    Optional<KeyPackage> taken = transaction.keyPackages().take();
    while (taken.isPresent() && !taken.get().lastResort() && ends(taken.get())) {
      taken.get().privatePart().close();
      taken = transaction.keyPackages().take();
    }
    return taken;
  }

  private boolean ends(KeyPackage keyPackage) {
    return keyPackage.lifetime().notAfter().isBefore(context.now().plus(CLOCK_SKEW));
  }

  private boolean withinQuota(UserId peer) {
    Instant now = context.now();
    if (now.isAfter(quotaEnd)) {
      taken.clear();
      quotaEnd = now.plus(QUOTA_TIME);
    }
    return taken.merge(peer, 1, Integer::sum) <= QUOTA;
  }

  private static Optional<KeyPackage> lastResort(Transaction transaction) throws StorageException {
    return transaction.keyPackages().all().stream()
        .filter(KeyPackage::lastResort)
        .max(Comparator.comparing(keyPackage -> keyPackage.lifetime().notAfter()));
  }

  /** Fills up what is missing, soon, and looks again from time to time. Never blocks. */
  void refill() {
    if (due.compareAndSet(false, true)) {
      try {
        lane.execute(this::fill);
      } catch (RejectedExecutionException e) {
        LOG.debug("Making no key packages: messaging is stopping");
      }
    }
  }

  /** Refills now and whenever some time has passed. */
  void keepFilled() {
    refill();
    context.workers().later(CHECK, this::keepFilled);
  }

  private void fill() {
    due.set(false);
    try {
      Need need = context.storage().read(this::need);
      drop(need.ended());
      if (need.lastResort()) {
        make(true);
      }
      for (int missing = need.oneTime(); missing > 0; missing--) {
        make(false);
      }
    } catch (EngineException e) {
      // The engine's return starts this again.
      LOG.debug("No new key packages now: {}", e.reason());
    } catch (StorageException e) {
      LOG.warn("Could not store new key packages: {}", e.reason());
    }
  }

  /**
   * @param ended what nobody can use any more
   */
  private record Need(boolean lastResort, int oneTime, List<Bytes> ended) {}

  private Need need(Transaction transaction) throws StorageException {
    KeyPackageStore store = transaction.keyPackages();
    Instant now = context.now();
    List<Bytes> ended = new ArrayList<>();
    int oneTime = 0;
    boolean lastResort = false;
    for (KeyPackage keyPackage : store.all()) {
      keyPackage.privatePart().close();
      Instant end = keyPackage.lifetime().notAfter();
      if (end.plus(LATE_WELCOMES).isBefore(now)) {
        ended.add(keyPackage.reference());
      } else if (keyPackage.lastResort()) {
        lastResort |= end.minus(RENEWAL).isAfter(now);
      } else {
        oneTime++;
      }
    }
    int missing = Math.min(ONE_TIME - store.available(), MOST - oneTime);
    return new Need(!lastResort, Math.max(0, missing), ended);
  }

  private void drop(List<Bytes> references) throws StorageException {
    if (references.isEmpty()) {
      return;
    }
    context
        .storage()
        .write(
            transaction -> {
              for (Bytes reference : references) {
                transaction.keyPackages().delete(reference);
              }
              return true;
            });
  }

  private void make(boolean lastResort) throws EngineException, StorageException {
    Instant now = Instant.ofEpochSecond(context.now().getEpochSecond());
    Lifetime lifetime = new Lifetime(now.minus(CLOCK_SKEW), now.plus(LIFETIME));
    KeyPackage made =
        context.callOnce(engine -> engine.createKeyPackage(context.signer(), lifetime, lastResort));
    try {
      context
          .storage()
          .write(
              transaction -> {
                transaction.keyPackages().add(made);
                return true;
              });
    } finally {
      made.privatePart().close();
    }
  }
}
