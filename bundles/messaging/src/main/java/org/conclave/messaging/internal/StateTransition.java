package org.conclave.messaging.internal;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.EpochSummary;
import org.conclave.api.engine.MemberChange;
import org.conclave.api.engine.NewState;
import org.conclave.api.engine.RowChanges;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.GroupStateStore;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;

/**
 * A group's step from its tip to the state after a commit that was judged to be good.
 *
 * @param members after it
 * @param consumed rows of the state before
 */
record StateTransition(
    GroupStanding.Live from,
    StateId id,
    NewState next,
    List<GroupMember> members,
    VerifiedProfile profile,
    RowChanges consumed)
    implements AutoCloseable {

  /** Writes all of it; the transaction fails with STALE_STATE if the group has moved on. */
  void store(Transaction transaction, MessagingContext context) throws StorageException {
    GroupId group = from.group();
    GroupStateStore states = transaction.groupStates();
    if (next.tree().isPresent()) {
      states.putTree(group, next.tree().get());
    }
    states.putSnapshot(group, snapshot(next, id, Optional.of(from.head().tip()), context.now()));
    states.change(group, id, new RowChanges(next.rows(), List.of()));
    retire(states, group);
    storeRoster(transaction, group);
    storeProfile(transaction, context, group);
    states.advance(group, from.head().version(), id);
    Retention.prune(transaction, group, context.now());
  }

  static StateSnapshot snapshot(
      NewState state, StateId id, Optional<StateId> parent, Instant createdAt) {
    EpochSummary summary = state.summary();
    return new StateSnapshot(
        id,
        parent,
        summary.epoch(),
        state.epoch(),
        state.secrets(),
        Bytes.EMPTY,
        state.treeHash(),
        summary.epochAuthenticator(),
        summary.ownLeaf(),
        createdAt);
  }

  private void retire(GroupStateStore states, GroupId group) throws StorageException {
    StateId before = from.head().tip();
    if (next.retiredSecrets().isEmpty()) {
      // Better not to read late messages than to keep the secrets that made this state.
      states.deleteState(group, before);
      return;
    }
    states.change(group, before, consumed);
    states.replaceSecrets(group, before, next.retiredSecrets().get());
  }

  private void storeRoster(Transaction transaction, GroupId group) throws StorageException {
    Set<GroupMember> unchanged = new HashSet<>(from.members());
    unchanged.retainAll(new HashSet<>(members));
    Set<Integer> leaves = members.stream().map(GroupMember::leaf).collect(Collectors.toSet());
    Set<UserId> users = members.stream().map(GroupMember::user).collect(Collectors.toSet());
    for (GroupMember old : from.members()) {
      if (!leaves.contains(old.leaf())) {
        transaction.groupStates().removeMember(group, old.leaf());
      }
      if (!users.contains(old.user())) {
        transaction.outbox().forget(group, old.user());
      }
    }
    for (GroupMember member : members) {
      if (!unchanged.contains(member)) {
        transaction.groupStates().putMember(group, member);
      }
    }
  }

  private void storeProfile(Transaction transaction, MessagingContext context, GroupId group)
      throws StorageException {
    if (profile.equals(from.profile())) {
      return;
    }
    ProfileRecords.put(transaction, context.names(), group, profile);
    if (!profile.name().equals(from.conversation().name())) {
      transaction.conversations().rename(group, profile.name());
    }
    boolean administrator = profile.administrators().contains(context.self());
    if (administrator != from.conversation().administrator()) {
      transaction.conversations().setAdministrator(group, administrator);
    }
  }

  /** Whether the commit takes somebody out, which is class 0 of the commit order. */
  static boolean removes(EpochSummary summary) {
    return summary.changes().stream()
        .anyMatch(change -> change.change() == MemberChange.Change.REMOVED);
  }

  /** Wipes what the engine handed out. */
  static void wipe(NewState state) {
    state.secrets().close();
    state.retiredSecrets().ifPresent(SecretBytes::close);
    state.rows().forEach(row -> row.data().close());
  }

  @Override
  public void close() {
    wipe(next);
    consumed.put().forEach(row -> row.data().close());
  }
}
