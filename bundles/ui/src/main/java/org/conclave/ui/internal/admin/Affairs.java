package org.conclave.ui.internal.admin;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.Contradiction;
import org.conclave.api.organisation.Delegation;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.MemberRequest;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.ui.internal.state.DeviceChange;
import org.conclave.ui.internal.state.Situation;

/**
 * What administration shows, at one moment. Immutable.
 *
 * @param verified members whose safety number this person has compared
 * @param deviceSince when a member's device was last seen to become another one
 */
record Affairs(
    Authority authority,
    List<Member> members,
    Set<UserId> verified,
    Map<UserId, Instant> deviceSince,
    List<Invitation> invitations,
    List<MemberRequest> requests,
    List<Delegation> delegations,
    List<Contradiction> contradictions) {
  static final Affairs NONE =
      new Affairs(
          new Authority(false, List.of()),
          List.of(),
          Set.of(),
          Map.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());

  /** Reads all of it; not on the event thread. */
  static Affairs read(Administration administration, Situation situation)
      throws OrganisationException {
    List<Delegation> delegations = administration.delegations();
    UserId self = situation.organisation().map(info -> info.self()).orElse(null);
    Map<UserId, Instant> since = new HashMap<>();
    for (DeviceChange change : situation.deviceChanges()) {
      since.put(change.user(), change.at());
    }
    return new Affairs(
        new Authority(
            administration.holdsRoot(),
            delegations.stream().filter(each -> each.user().equals(self)).toList()),
        situation.members(),
        situation.belonging().verified(),
        since,
        administration.invitations(),
        administration.requests(),
        delegations,
        administration.contradictions());
  }

  Optional<Member> member(UserId user) {
    return members.stream().filter(member -> member.user().equals(user)).findFirst();
  }

  Optional<Delegation> delegation(UserId user) {
    return delegations.stream().filter(each -> each.user().equals(user)).findFirst();
  }

  /** Every site that somebody belongs to or administers. */
  List<String> sites() {
    Set<String> sites = new TreeSet<>();
    members.forEach(member -> sites.add(member.site()));
    delegations.forEach(each -> sites.add(each.site()));
    sites.remove("");
    return List.copyOf(sites);
  }

  long membersOf(String site) {
    return members.stream().filter(each -> site.isEmpty() || each.site().equals(site)).count();
  }
}
