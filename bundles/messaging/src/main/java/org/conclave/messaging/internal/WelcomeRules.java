package org.conclave.messaging.internal;

import java.util.List;
import java.util.Optional;
import org.conclave.api.engine.JoinOutcome;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.GroupMember;

/** Which groups one lets oneself be brought into, beyond what MLS demands. */
final class WelcomeRules {
  private WelcomeRules() {}

  /** The rule that the Welcome breaks, if any. */
  static Optional<String> broken(
      MessagingContext context,
      UserId from,
      GroupId group,
      GroupStanding standing,
      JoinOutcome.Joined found,
      Optional<VerifiedProfile> profile,
      Optional<List<GroupMember>> members) {
    if (!found.state().summary().group().equals(group) || found.state().tree().isEmpty()) {
      return Optional.of("it is for another group");
    }
    if (profile.isEmpty() || !profile.get().organisation().equals(context.organisation())) {
      return Optional.of("no sound group profile");
    }
    if (members.isEmpty()
        || members.get().stream()
            .anyMatch(leaf -> Roster.contradicted(leaf, context.directory().get()))) {
      return Optional.of("no sound roster");
    }
    Optional<UserId> inviter =
        members.get().stream()
            .filter(member -> member.leaf() == found.inviterLeaf())
            .map(GroupMember::user)
            .findFirst();
    // The name of the state is the deliverer's word, so that it must be the inviter itself.
    if (inviter.isEmpty()
        || !inviter.get().equals(from)
        || !profile.get().administrators().contains(from)) {
      return Optional.of("the inviter is no administrator of it");
    }
    // Otherwise anybody could put a group of its own in the place of one that is known.
    if (known(standing).filter(before -> !before.administrators().contains(from)).isPresent()) {
      return Optional.of("the inviter was no administrator of the group known here");
    }
    return Optional.empty();
  }

  private static Optional<VerifiedProfile> known(GroupStanding standing) {
    if (standing instanceof GroupStanding.Live live) {
      return Optional.of(live.profile());
    }
    return standing instanceof GroupStanding.Evicted evicted
        ? Optional.of(evicted.profile())
        : Optional.empty();
  }
}
