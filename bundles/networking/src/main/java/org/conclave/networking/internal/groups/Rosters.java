package org.conclave.networking.internal.groups;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;

/**
 * Who is in the groups that this device takes part in, in memory: gates ask for every message. It
 * follows the commits that change it within moments. Questions may come from any thread; {@link
 * #load} and {@link #reload} block on the disk and are called one at a time.
 */
public final class Rosters {
  /** What a reload found. */
  public enum Change {
    NONE,
    /** This device takes part in the group from now on. */
    JOINED,
    /** It does not any more. */
    LEFT,
    /** Other members came or went. */
    MEMBERS
  }

  private final Storage storage;
  private final Map<GroupId, Set<UserId>> groups = new ConcurrentHashMap<>();

  public Rosters(Storage storage) {
    this.storage = storage;
  }

  /** Reads all groups. */
  public void load() throws StorageException {
    Map<GroupId, Set<UserId>> read =
        storage.read(
            transaction -> {
              Map<GroupId, Set<UserId>> live = new ConcurrentHashMap<>();
              for (Conversation conversation : transaction.conversations().all()) {
                members(transaction, conversation.group())
                    .ifPresent(members -> live.put(conversation.group(), members));
              }
              return live;
            });
    groups.putAll(read);
  }

  /** A conversation changed, in something that mostly is not who is in it. */
  public Change follow(GroupId group) throws StorageException {
    boolean live = storage.read(transaction -> isLive(transaction, group));
    return live == takesPart(group) ? Change.NONE : reload(group);
  }

  /** Reads one group again. */
  public Change reload(GroupId group) throws StorageException {
    Optional<Set<UserId>> now = storage.read(transaction -> members(transaction, group));
    Set<UserId> before = now.isPresent() ? groups.put(group, now.get()) : groups.remove(group);
    if (now.isEmpty()) {
      return before == null ? Change.NONE : Change.LEFT;
    }
    if (before == null) {
      return Change.JOINED;
    }
    return before.equals(now.get()) ? Change.NONE : Change.MEMBERS;
  }

  private static Optional<Set<UserId>> members(Transaction transaction, GroupId group)
      throws StorageException {
    if (!isLive(transaction, group)) {
      return Optional.empty();
    }
    return Optional.of(
        transaction.groupStates().members(group).stream()
            .map(GroupMember::user)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static boolean isLive(Transaction transaction, GroupId group) throws StorageException {
    return transaction
        .conversations()
        .find(group)
        .filter(conversation -> conversation.status() == Conversation.Status.LIVE)
        .isPresent();
  }

  /** Groups that this device takes part in. */
  public Set<GroupId> groups() {
    return Set.copyOf(groups.keySet());
  }

  /** Whether this device takes part in the group. */
  public boolean takesPart(GroupId group) {
    return groups.containsKey(group);
  }

  /** Whether both this device and the user are in the group. */
  public boolean shares(GroupId group, UserId user) {
    return groups.getOrDefault(group, Set.of()).contains(user);
  }

  /** Groups that this device and the user are in. */
  public List<GroupId> sharedWith(UserId user) {
    List<GroupId> shared = new ArrayList<>();
    groups.forEach(
        (group, members) -> {
          if (members.contains(user)) {
            shared.add(group);
          }
        });
    return shared;
  }
}
