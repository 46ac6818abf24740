package org.conclave.networking.internal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.networking.internal.gossip.GroupGossip;
import org.conclave.networking.internal.groups.HeldBack;
import org.conclave.networking.internal.groups.Rosters;
import org.conclave.networking.internal.outbox.OutboxSender;
import org.conclave.networking.internal.sync.SyncService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the consequences of commits, on one thread and in their order: a group that is created and
 * written to in one breath is joined before the message is published.
 */
final class CommitFollower {
  private static final Logger LOG = LoggerFactory.getLogger(CommitFollower.class);

  private final Rosters rosters;
  private final HeldBack heldBack;
  private final GroupGossip gossip;
  private final SyncService sync;
  private final OutboxSender outbox;
  private final ExecutorService commits;

  /**
   * @param commits has one thread
   */
  CommitFollower(
      Rosters rosters,
      HeldBack heldBack,
      GroupGossip gossip,
      SyncService sync,
      OutboxSender outbox,
      ExecutorService commits) {
    this.rosters = rosters;
    this.heldBack = heldBack;
    this.gossip = gossip;
    this.sync = sync;
    this.outbox = outbox;
    this.commits = commits;
  }

  /**
   * Reads the groups, on the thread that follows commits: a commit at this moment is in what is
   * read, or follows it. Blocks until it is done.
   */
  void load() throws StorageException {
    Future<?> loading =
        commits.submit(
            () -> {
              heldBack.load();
              heldBack.onRelease(group -> commits.execute(() -> released(group)));
              rosters.load();
              rosters.groups().forEach(gossip::join);
              return rosters;
            });
    try {
      loading.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StorageException storage) {
        throw storage;
      }
      throw new IllegalStateException("the groups could not be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(StorageException.Reason.CLOSED, "The network is stopping.", e);
    }
  }

  /** After the rows that were held back; those that follow are published at once. */
  private void released(GroupId group) {
    sync.compareWithMembers(group);
    outbox.released();
  }

  /** What was committed, in order. Called on persistence's thread. */
  void committed(List<StoreEvent> events) {
    Set<GroupId> conversations = new LinkedHashSet<>();
    Set<GroupId> members = new LinkedHashSet<>();
    Set<Long> rows = new LinkedHashSet<>();
    for (StoreEvent event : events) {
      if (event instanceof StoreEvent.ConversationChanged changed) {
        conversations.add(changed.group());
      } else if (event instanceof StoreEvent.RosterChanged changed) {
        members.add(changed.group());
      } else if (event instanceof StoreEvent.OutboxAdded added) {
        rows.add(added.row());
      }
    }
    conversations.removeAll(members);
    if (!conversations.isEmpty() || !members.isEmpty() || !rows.isEmpty()) {
      commits.execute(
          () -> {
            conversations.forEach(group -> groupChanged(group, rosters::follow));
            members.forEach(group -> groupChanged(group, rosters::reload));
            if (!rows.isEmpty()) {
              outbox.added(List.copyOf(rows));
            }
          });
    }
  }

  /** How a commit that touched a group is looked into. */
  @FunctionalInterface
  private interface Look {
    Rosters.Change into(GroupId group) throws StorageException;
  }

  private void groupChanged(GroupId group, Look look) {
    try {
      switch (look.into(group)) {
        case NONE -> {}
        case JOINED -> {
          heldBack.release(group);
          gossip.join(group);
          sync.compareWithMembers(group);
        }
        case LEFT -> gossip.leave(group);
        case MEMBERS -> {
          gossip.membersChanged(group);
          sync.compareWithMembers(group);
        }
      }
    } catch (StorageException e) {
      LOG.warn("who is in {} could not be read", group, e);
    }
  }
}
