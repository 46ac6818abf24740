package org.conclave.messaging.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.engine.MemberChange;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.storage.GroupMember;

/** Who is at which leaf, as MLS has authenticated it and as our own rules allow it. */
final class Roster {
  private Roster() {}

  /**
   * The members after {@code changes}, by leaf. Empty if a credential is not one of ours, a user is
   * at two leaves, or a leaf went to another user without a removal.
   */
  static Optional<List<GroupMember>> after(List<GroupMember> before, List<MemberChange> changes) {
    Map<Integer, GroupMember> leaves = new HashMap<>();
    before.forEach(member -> leaves.put(member.leaf(), member));
    changes.stream()
        .filter(change -> change.change() == MemberChange.Change.REMOVED)
        .forEach(change -> leaves.remove(change.leaf()));
    for (MemberChange change : changes) {
      if (change.change() == MemberChange.Change.REMOVED) {
        continue;
      }
      Optional<Credential> credential = Credential.parse(change.credential());
      GroupMember there = leaves.get(change.leaf());
      boolean expected = (change.change() == MemberChange.Change.UPDATED) == (there != null);
      if (credential.isEmpty()
          || !expected
          || (there != null && !there.user().equals(credential.get().user()))) {
        return Optional.empty();
      }
      leaves.put(
          change.leaf(),
          new GroupMember(
              change.leaf(), credential.get().user(), change.credential(), change.signatureKey()));
    }
    Set<UserId> users = new HashSet<>();
    List<GroupMember> members = new ArrayList<>(leaves.values());
    members.sort(Comparator.comparingInt(GroupMember::leaf));
    return members.stream().allMatch(member -> users.add(member.user()))
        ? Optional.of(List.copyOf(members))
        : Optional.empty();
  }

  /**
   * Whether the ledger knows the leaf's owner to sign with another key. An older DeviceRecord is no
   * contradiction (protocol 1), nor is a member that the ledger has not heard of yet.
   */
  static boolean contradicted(GroupMember leaf, Optional<Organisation> directory) {
    Optional<Member> known = directory.flatMap(organisation -> organisation.member(leaf.user()));
    return known.isPresent()
        && known.get().credential().equals(Optional.of(leaf.credential()))
        && !known.get().mlsSignatureKey().equals(Optional.of(leaf.signatureKey()));
  }
}
