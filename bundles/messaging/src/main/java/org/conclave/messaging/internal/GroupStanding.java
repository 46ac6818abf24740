package org.conclave.messaging.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.GroupHead;
import org.conclave.api.storage.GroupMember;
import org.conclave.api.storage.StateSnapshot;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;

/** How this device stands to a group. */
sealed interface GroupStanding {
  /** It never was in it. */
  record Absent() implements GroupStanding {}

  /** It was removed. */
  record Evicted(Conversation conversation, GroupHead head, VerifiedProfile profile)
      implements GroupStanding {}

  /**
   * It is in it.
   *
   * @param tip the state that is sent under; whoever loads it closes its secrets
   * @param members of the tip, by leaf
   */
  record Live(
      Conversation conversation,
      GroupHead head,
      StateSnapshot tip,
      List<GroupMember> members,
      VerifiedProfile profile)
      implements GroupStanding {
    GroupId group() {
      return conversation.group();
    }

    Optional<GroupMember> member(UserId user) {
      return members.stream().filter(member -> member.user().equals(user)).findFirst();
    }

    Set<UserId> others(UserId self) {
      return members.stream()
          .map(GroupMember::user)
          .filter(user -> !user.equals(self))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  static GroupStanding load(Transaction transaction, KeyedNames names, GroupId group)
      throws StorageException {
    Optional<Conversation> conversation = transaction.conversations().find(group);
    if (conversation.isEmpty()) {
      return new Absent();
    }
    GroupHead head = whole(transaction.groupStates().head(group));
    VerifiedProfile profile = whole(ProfileRecords.find(transaction, names, group));
    if (conversation.get().status() == Conversation.Status.EVICTED) {
      return new Evicted(conversation.get(), head, profile);
    }
    return new Live(
        conversation.get(),
        head,
        whole(transaction.groupStates().snapshot(group, head.tip())),
        transaction.groupStates().members(group),
        profile);
  }

  private static <T> T whole(Optional<T> part) throws StorageException {
    if (part.isEmpty()) {
      throw new StorageException(
          StorageException.Reason.DAMAGED, "A part of a stored conversation is missing.");
    }
    return part.get();
  }
}
