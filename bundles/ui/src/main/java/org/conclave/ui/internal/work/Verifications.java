package org.conclave.ui.internal.work;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OrganisationException;

/**
 * Whose safety number this person has compared. A safety number costs some work, so each is asked
 * for once, and a few at a time: the window does not wait for a large organisation. Thread-safe;
 * not on the event thread.
 */
public final class Verifications {
  private static final int AT_A_TIME = 32;

  private final Map<UserId, Boolean> known = new ConcurrentHashMap<>();
  private int asked;

  /** Marks a member, or no longer marks it. Committed when this returns. */
  public void set(Organisation organisation, UserId user, boolean verified)
      throws OrganisationException {
    organisation.setVerified(user, verified);
    known.put(user, verified);
  }

  /** Asks for some that are not known yet. */
  public synchronized void learn(Organisation organisation, List<Member> members) {
    // What one service did not know, the one that took its place may; it is not held on to.
    if (System.identityHashCode(organisation) != asked) {
      asked = System.identityHashCode(organisation);
      known.clear();
    }
    int left = AT_A_TIME;
    for (Member member : members) {
      if (left == 0) {
        return;
      }
      if (!member.self() && !known.containsKey(member.user())) {
        left--;
        known.put(member.user(), isVerified(organisation, member.user()));
      }
    }
  }

  private static boolean isVerified(Organisation organisation, UserId user) {
    try {
      return organisation.safetyNumber(user).verified();
    } catch (OrganisationException | RuntimeException e) {
      return false;
    }
  }

  public Set<UserId> among(List<Member> members) {
    Set<UserId> verified = new HashSet<>();
    for (Member member : members) {
      if (known.getOrDefault(member.user(), false)) {
        verified.add(member.user());
      }
    }
    return verified;
  }

  public boolean isComplete(List<Member> members) {
    return members.stream().allMatch(member -> member.self() || known.containsKey(member.user()));
  }
}
