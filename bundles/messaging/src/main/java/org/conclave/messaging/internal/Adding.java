package org.conclave.messaging.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.KeyPackageInspection;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.api.messaging.Messenger.AddOutcome;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.Network;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.storage.StorageException;
import org.conclave.proto.wire.v1.KeyPackageRequest;
import org.conclave.proto.wire.v1.KeyPackageResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings members in: fetches a key package from the member's device, holds it against the ledger,
 * and commits. A wish that cannot be carried out is kept, and tried again whenever its member is
 * connected.
 */
final class Adding {
  private static final Logger LOG = LoggerFactory.getLogger(Adding.class);
  private static final Duration REQUEST = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int LARGEST_RESPONSE = 64 << 10;

  private final MessagingContext context;
  private final GroupSessions sessions;
  private final Committing committing;
  private final Lane wishes;
  private final AtomicBoolean due = new AtomicBoolean();

  Adding(MessagingContext context, GroupSessions sessions, Committing committing) {
    this.context = context;
    this.sessions = sessions;
    this.committing = committing;
    wishes = new Lane(context.workers());
  }

  /** As {@link org.conclave.api.messaging.Messenger#addMember} says. Waits on the network. */
  AddOutcome add(GroupId group, UserId user) throws MessengerException {
    check(group, user);
    AddWish wish = new AddWish(group, user);
    long deadline = System.nanoTime() + REQUEST.toNanos();
    do {
      if (carryOut(wish)) {
        return AddOutcome.ADDED;
      }
    } while (isConnected(user) && pause(deadline));
    keep(wish);
    tryWishes();
    return AddOutcome.WAITING;
  }

  /**
   * A device that has just joined is connected some moments before it has a key package to give.
   */
  private static boolean pause(long deadline) throws MessengerException {
    LockSupport.parkNanos(PAUSE.toNanos());
    if (Thread.interrupted()) {
      throw Complaint.closed();
    }
    return System.nanoTime() < deadline;
  }

  private boolean isConnected(UserId user) {
    return connected().contains(user);
  }

  private Set<UserId> connected() {
    return context.network().get().map(Network::peers).orElse(List.of()).stream()
        .map(ConnectedPeer::user)
        .collect(Collectors.toSet());
  }

  private void check(GroupId group, UserId user) throws MessengerException {
    GroupStanding.Live live = live(group);
    if (!live.profile().administrators().contains(context.self())) {
      throw Complaint.notAdministrator();
    }
    if (live.member(user).isPresent()) {
      throw Complaint.alreadyInGroup();
    }
    Optional<Organisation> directory = context.directory().get();
    if (directory.isPresent() && directory.get().member(user).isEmpty()) {
      throw Complaint.noSuchMember();
    }
  }

  private GroupStanding.Live live(GroupId group) throws MessengerException {
    try {
      GroupStanding standing =
          context
              .storage()
              .read(transaction -> GroupStanding.load(transaction, context.names(), group));
      GroupStanding.Live live = Sending.live(standing);
      live.tip().secrets().close();
      return live;
    } catch (StorageException e) {
      throw Complaint.storage(e);
    }
  }

  private void keep(AddWish wish) throws MessengerException {
    try {
      context
          .storage()
          .write(
              transaction -> {
                wish.keep(transaction, context.names());
                return true;
              });
    } catch (StorageException e) {
      throw Complaint.storage(e);
    }
  }

  /** False where the member's device has to come first. */
  private boolean carryOut(AddWish wish) throws MessengerException {
    Optional<Bytes> keyPackage = fetch(wish.user());
    if (keyPackage.isEmpty() || !acceptable(wish.user(), keyPackage.get())) {
      return false;
    }
    GroupSession session = sessions.open(wish.group());
    session.inTurn(
        () -> {
          committing.add(wish.group(), wish.user(), keyPackage.get());
          return true;
        });
    return true;
  }

  private Optional<Bytes> fetch(UserId user) throws MessengerException {
    Optional<Network> network = context.network().get();
    Optional<Member> member = context.directory().get().flatMap(all -> all.member(user));
    if (network.isEmpty() || member.flatMap(Member::credential).isEmpty()) {
      return Optional.empty();
    }
    KeyPackageRequest request =
        KeyPackageRequest.newBuilder().setUserId(ProtoBytes.of(user.value())).build();
    try {
      Bytes response =
          network
              .get()
              .request(user, Protocols.KEYS, Bytes.wrap(request.toByteArray()))
              .toCompletableFuture()
              .get(REQUEST.toMillis(), TimeUnit.MILLISECONDS);
      if (response.size() > LARGEST_RESPONSE) {
        return Optional.empty();
      }
      Bytes keyPackage =
          ProtoBytes.from(KeyPackageResponse.parseFrom(response.asByteBuffer()).getKeyPackage());
      return keyPackage.isEmpty() ? Optional.empty() : Optional.of(keyPackage);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("No key package of {} now: {}", user, e.toString());
    } catch (InvalidProtocolBufferException e) {
      LOG.info("The device of {} answered with what is no key package", user);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Complaint.closed();
    }
    return Optional.empty();
  }

  /** Whether it is of the active device that the ledger's newest record names. */
  private boolean acceptable(UserId user, Bytes keyPackage) throws MessengerException {
    KeyPackageInspection inspection;
    try {
      inspection =
          context.callPatiently(engine -> engine.inspectKeyPackage(keyPackage, context.now()));
    } catch (EngineException e) {
      throw Complaint.engine(e);
    } catch (StorageException e) {
      throw Complaint.storage(e);
    }
    if (inspection instanceof KeyPackageInspection.Invalid invalid) {
      LOG.warn(
          "The key package of {} is not valid: {}, {}",
          user,
          invalid.rejection().code(),
          invalid.rejection().rule());
      return false;
    }
    Optional<Member> member = context.directory().get().flatMap(all -> all.member(user));
    boolean acceptable =
        inspection instanceof KeyPackageInspection.Valid valid
            && member.isPresent()
            && member.get().credential().equals(Optional.of(valid.credential()))
            && member.get().mlsSignatureKey().equals(Optional.of(valid.signatureKey()))
            && Credential.parse(valid.credential())
                .filter(credential -> credential.user().equals(user))
                .isPresent();
    if (!acceptable) {
      LOG.warn("The key package of {} is not one of the device that the ledger names", user);
    }
    return acceptable;
  }

  /** Tries the wishes whose members are connected, soon. Never blocks. */
  void tryWishes() {
    if (due.compareAndSet(false, true)) {
      try {
        wishes.execute(this::carryOutWishes);
      } catch (RejectedExecutionException e) {
        LOG.debug("Adding nobody: messaging is stopping");
      }
    }
  }

  private void carryOutWishes() {
    due.set(false);
    Set<UserId> connected = connected();
    boolean left = false;
    for (AddWish wish : stored()) {
      if (connected.contains(wish.user())) {
        left |= !tryOnce(wish);
      }
    }
    if (left) {
      context.workers().later(AGAIN, this::tryWishes);
    }
  }

  private List<AddWish> stored() {
    try {
      return context.storage().read(AddWish::all);
    } catch (StorageException e) {
      LOG.warn("Could not read whom to add: {}", e.reason());
      return List.of();
    }
  }

  /** Whether nothing is left to be tried. */
  private boolean tryOnce(AddWish wish) {
    try {
      check(wish.group(), wish.user());
      return carryOut(wish);
    } catch (MessengerException e) {
      return switch (e.reason()) {
        // The ledger may be behind, the engine and the disk may come back.
        case NO_SUCH_MEMBER, ENGINE, STORAGE -> false;
        case CLOSED -> true;
        default -> drop(wish);
      };
    }
  }

  private boolean drop(AddWish wish) {
    try {
      context
          .storage()
          .write(
              transaction -> {
                wish.drop(transaction, context.names());
                return true;
              });
      return true;
    } catch (StorageException e) {
      LOG.warn("Could not drop a wish that has no object any more: {}", e.reason());
      return false;
    }
  }
}
