package org.conclave.messaging.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.JoinOutcome;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.NewState;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.RequestHandler;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.GroupHead;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.GroupStateStore;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.proto.wire.v1.WelcomeDelivery;
import org.conclave.proto.wire.v1.WelcomeReceipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers Welcomes: JOINED once group, conversation and roster are committed and the key package
 * that opened it is gone. A Welcome that cannot be judged now fails the request, and the inviter
 * asks again.
 *
 * <p>Joins take turns among themselves; against the other work of a group that is known already the
 * compare-and-set of its version protects.
 */
final class Joining implements RequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);

  private final MessagingContext context;
  private final Consumer<GroupId> joined;
  private final Lane lane;

  /**
   * @param joined told after the commit
   */
  Joining(MessagingContext context, Consumer<GroupId> joined) {
    this.context = context;
    this.joined = joined;
    lane = new Lane(context.workers());
  }

  @Override
  public String protocol() {
    return Protocols.WELCOME;
  }

  @Override
  public int maximumRequest() {
    return 1 << 20;
  }

  @Override
  public CompletionStage<Bytes> handle(ConnectedPeer from, Bytes request) {
    CompletableFuture<Bytes> answer = new CompletableFuture<>();
    try {
      lane.execute(
          () -> {
            try {
              answer.complete(receipt(judge(from, request)));
            } catch (StorageException | EngineException | RuntimeException e) {
              LOG.info("A Welcome from {} waits: {}", from.user(), e.toString());
              answer.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private static Bytes receipt(WelcomeReceipt.Outcome outcome) {
    return Bytes.wrap(WelcomeReceipt.newBuilder().setOutcome(outcome).build().toByteArray());
  }

  private WelcomeReceipt.Outcome judge(ConnectedPeer from, Bytes request)
      throws StorageException, EngineException {
    Optional<WelcomeDelivery> parsed = parse(request);
    if (parsed.isEmpty()) {
      return WelcomeReceipt.Outcome.REFUSED;
    }
    GroupId group = new GroupId(ProtoBytes.from(parsed.get().getGroupId()));
    StateId state = new StateId(ProtoBytes.from(parsed.get().getStateId()));
    Bytes welcome = ProtoBytes.from(parsed.get().getWelcome());
    for (int attempt = 1; attempt < MessagingContext.ATTEMPTS; attempt++) {
      try {
        return judge(from, group, state, welcome);
      } catch (StorageException e) {
        if (e.reason() != StorageException.Reason.STALE_STATE) {
          throw e;
        }
      }
    }
    return judge(from, group, state, welcome);
  }

  private static Optional<WelcomeDelivery> parse(Bytes request) {
    try {
      WelcomeDelivery delivery = WelcomeDelivery.parseFrom(request.asByteBuffer());
      boolean whole =
          delivery.getGroupId().size() == GroupId.SIZE
              && delivery.getStateId().size() == StateId.SIZE
              && !delivery.getWelcome().isEmpty();
      return whole ? Optional.of(delivery) : Optional.empty();
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private WelcomeReceipt.Outcome judge(
      ConnectedPeer from, GroupId group, StateId state, Bytes welcome)
      throws StorageException, EngineException {
    Before before = context.storage().read(transaction -> before(transaction, group, state));
    try {
      if (before.stateKnown()) {
        return WelcomeReceipt.Outcome.JOINED;
      }
      JoinOutcome outcome =
          context.callOnce(
              engine ->
                  engine.join(welcome, context.signer(), before.keyPackages(), context.now()));
      if (outcome instanceof JoinOutcome.Joined found) {
        try {
          return enter(from, group, state, before, found);
        } finally {
          StateTransition.wipe(found.state());
        }
      }
      // The key package of a Welcome that did its work is gone, and its state may be too.
      JoinOutcome.Refused refused = (JoinOutcome.Refused) outcome;
      LOG.info("A Welcome from {} does not open: {}", from.user(), refused.rejection().code());
      return before.standing() instanceof GroupStanding.Live
          ? WelcomeReceipt.Outcome.JOINED
          : WelcomeReceipt.Outcome.REFUSED;
    } finally {
      before.close();
    }
  }

  /** What is here when a Welcome comes. */
  private record Before(GroupStanding standing, boolean stateKnown, List<KeyPackage> keyPackages)
      implements AutoCloseable {
    @Override
    public void close() {
      keyPackages.forEach(keyPackage -> keyPackage.privatePart().close());
      if (standing instanceof GroupStanding.Live live) {
        live.tip().secrets().close();
      }
    }
  }

  private Before before(Transaction transaction, GroupId group, StateId state)
      throws StorageException {
    return new Before(
        GroupStanding.load(transaction, context.names(), group),
        transaction.groupStates().snapshot(group, state).map(Joining::unread).isPresent(),
        transaction.keyPackages().all());
  }

  private static StateSnapshot unread(StateSnapshot snapshot) {
    snapshot.secrets().close();
    return snapshot;
  }

  private WelcomeReceipt.Outcome enter(
      ConnectedPeer from, GroupId group, StateId state, Before before, JoinOutcome.Joined found)
      throws StorageException {
    NewState next = found.state();
    if (before.standing() instanceof GroupStanding.Live live
        && next.summary().epoch() <= live.tip().epoch()) {
      return WelcomeReceipt.Outcome.JOINED;
    }
    Optional<VerifiedProfile> profile = VerifiedProfile.of(next.summary().extensions());
    Optional<List<GroupMember>> members = Roster.after(List.of(), next.summary().changes());
    Optional<String> broken =
        WelcomeRules.broken(
            context, from.user(), group, before.standing(), found, profile, members);
    if (broken.isPresent()) {
      LOG.warn("Refused a Welcome from {} to {}: {}", from.user(), group, broken.get());
      return WelcomeReceipt.Outcome.REFUSED;
    }
    StateSnapshot snapshot = StateTransition.snapshot(next, state, Optional.empty(), context.now());
    context
        .storage()
        .write(
            transaction -> {
              Bytes used = found.keyPackageReference();
              boolean once =
                  before.keyPackages().stream()
                      .noneMatch(own -> own.reference().equals(used) && own.lastResort());
              if (once) {
                transaction.keyPackages().delete(used);
              }
              store(
                  transaction,
                  before.standing(),
                  group,
                  snapshot,
                  next,
                  members.orElseThrow(),
                  profile.orElseThrow());
              return true;
            });
    LOG.info("Joined {} in epoch {}", group, next.summary().epoch());
    joined.accept(group);
    return WelcomeReceipt.Outcome.JOINED;
  }

  private void store(
      Transaction transaction,
      GroupStanding standing,
      GroupId group,
      StateSnapshot snapshot,
      NewState next,
      List<GroupMember> members,
      VerifiedProfile profile)
      throws StorageException {
    ProfileRecords.put(transaction, context.names(), group, profile);
    boolean administrator = profile.administrators().contains(context.self());
    if (standing instanceof GroupStanding.Live live) {
      comeBack(transaction, group, live.head(), snapshot, next, members);
    } else if (standing instanceof GroupStanding.Evicted evicted) {
      comeBack(transaction, group, evicted.head(), snapshot, next, members);
    } else {
      transaction.conversations().create(group, profile.name(), administrator, profile.createdAt());
      transaction
          .groupStates()
          .create(group, snapshot, next.rows(), next.tree().orElseThrow(), members);
      return;
    }
    transaction.conversations().rename(group, profile.name());
    transaction.conversations().setAdministrator(group, administrator);
    transaction.conversations().setStatus(group, Conversation.Status.LIVE);
  }

  /** History goes on; the state is the Welcome's, and what was of the former leaf goes. */
  private static void comeBack(
      Transaction transaction,
      GroupId group,
      GroupHead head,
      StateSnapshot snapshot,
      NewState next,
      List<GroupMember> members)
      throws StorageException {
    GroupStateStore states = transaction.groupStates();
    List<StateId> former = states.states(group);
    states.putTree(group, next.tree().orElseThrow());
    states.putSnapshot(group, snapshot);
    states.change(group, snapshot.id(), new RowChanges(next.rows(), List.of()));
    states.advance(group, head.version(), snapshot.id());
    for (StateId state : former) {
      states.deleteState(group, state);
    }
    for (GroupMember old : states.members(group)) {
      states.removeMember(group, old.leaf());
    }
    for (GroupMember member : members) {
      states.putMember(group, member);
    }
  }
}
