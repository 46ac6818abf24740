package org.conclave.messaging.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.engine.EpochSummary;
import org.conclave.api.engine.MemberChange;
import org.conclave.api.engine.NewState;
import org.conclave.api.engine.ProcessOutcome;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.storage.GroupMember;
import org.conclave.proto.wire.v1.Envelope;

/**
 * Which commits a group follows, beyond what MLS demands: an administrator's only, signed for
 * exactly this place, of the class that they claim, and leaving a roster and a profile that are
 * sound.
 */
final class CommitRules {
  private CommitRules() {}

  /** What the rules say of a commit that MLS holds to be valid. */
  sealed interface Verdict {
    /** The group goes on in the commit's state. */
    record Follow(NewState state, List<GroupMember> members, VerifiedProfile profile)
        implements Verdict {}

    /** It removes this member. */
    record Leave() implements Verdict {}

    /**
     * @param rule that it breaks, for the log
     */
    record Ignore(String rule) implements Verdict {}
  }

  /**
   * The committer's leaf, if the envelope is signed with its key and it may commit at the tip.
   * Asked before the commit is opened: anybody else's is refused without a trace in the group's
   * state.
   */
  static Optional<GroupMember> committer(GroupStanding.Live live, UnverifiedEnvelope envelope) {
    Optional<UserId> claimed = envelope.committer();
    if (claimed.isEmpty() || !live.profile().administrators().contains(claimed.get())) {
      return Optional.empty();
    }
    return live.member(claimed.get()).filter(member -> envelope.signedBy(member.signatureKey()));
  }

  static Verdict judge(
      GroupStanding.Live live,
      UnverifiedEnvelope envelope,
      GroupMember committer,
      ProcessOutcome.Commit commit,
      Optional<Organisation> directory) {
    if (commit.committerLeaf() != committer.leaf()
        || !commit.committerCredential().equals(committer.credential())) {
      return new Verdict.Ignore("the committer is not who signed the envelope");
    }
    if (!commit.authenticatedData().equals(envelope.authenticatedData())) {
      return new Verdict.Ignore("the commit was made for another envelope");
    }
    if (commit.state().isEmpty()) {
      return envelope.kind() == Envelope.Class.COMMIT_REMOVAL
          ? new Verdict.Leave()
          : new Verdict.Ignore("a removal under another class");
    }
    return judge(live, envelope, commit.state().get(), directory);
  }

  private static Verdict judge(
      GroupStanding.Live live,
      UnverifiedEnvelope envelope,
      NewState state,
      Optional<Organisation> directory) {
    EpochSummary summary = state.summary();
    if (!summary.group().equals(live.group()) || summary.epoch() != live.tip().epoch() + 1) {
      return new Verdict.Ignore("the new epoch is not the next one of the group");
    }
    Optional<VerifiedProfile> profile = VerifiedProfile.of(summary.extensions());
    if (profile.isEmpty() || !profile.get().organisation().equals(live.profile().organisation())) {
      return new Verdict.Ignore("no sound group profile");
    }
    if (envelope.kind() != kind(summary, !profile.get().equals(live.profile()))) {
      return new Verdict.Ignore("it is of another class than it claims");
    }
    Optional<List<GroupMember>> members = Roster.after(live.members(), summary.changes());
    if (members.isEmpty() || contradicted(live.members(), members.get(), directory)) {
      return new Verdict.Ignore("no sound roster");
    }
    return new Verdict.Follow(state, members.get(), profile.get());
  }

  private static boolean contradicted(
      List<GroupMember> before, List<GroupMember> after, Optional<Organisation> directory) {
    Set<GroupMember> known = new HashSet<>(before);
    return after.stream()
        .anyMatch(leaf -> !known.contains(leaf) && Roster.contradicted(leaf, directory));
  }

  /** The class of a commit, by what it did (protocol 7). */
  static Envelope.Class kind(EpochSummary summary, boolean profileChanged) {
    if (StateTransition.removes(summary)) {
      return Envelope.Class.COMMIT_REMOVAL;
    }
    boolean adds =
        summary.changes().stream().anyMatch(change -> change.change() == MemberChange.Change.ADDED);
    return adds || profileChanged
        ? Envelope.Class.COMMIT_ADMINISTRATOR
        : Envelope.Class.COMMIT_MEMBER;
  }
}
