package org.conclave.ui.internal.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.identity.UserId;
import org.conclave.api.network.NetworkStatus;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.Role;
import org.conclave.api.storage.ProfileStatus;

/**
 * All that the window knows of the application at one moment. Immutable.
 *
 * @param profile empty where persistence is off
 * @param onboarding whether the organisation's service is there
 * @param organisation empty where onboarding is off or the profile belongs to none
 * @param messaging whether the messenger's service is there
 * @param conversations the latest first; empty where messaging is off
 * @param engine empty where sidecar-manager is off
 * @param network empty where networking is off
 */
public record Situation(
    Optional<ProfileStatus> profile,
    boolean onboarding,
    Optional<OrganisationInfo> organisation,
    List<Member> members,
    boolean messaging,
    List<Summary> conversations,
    Optional<EngineStatus> engine,
    Optional<NetworkStatus> network) {
  public static final Situation UNKNOWN =
      new Situation(
          Optional.empty(),
          false,
          Optional.empty(),
          List.of(),
          false,
          List.of(),
          Optional.empty(),
          Optional.empty());

  public Situation {
    members = List.copyOf(members);
    conversations = List.copyOf(conversations);
  }

  public Map<UserId, String> names() {
    Map<UserId, String> names = new HashMap<>();
    members.forEach(member -> names.put(member.user(), member.name()));
    return names;
  }

  public boolean administrator() {
    return organisation.map(info -> info.role() != Role.MEMBER).orElse(false);
  }

  public boolean unlocked() {
    return profile.equals(Optional.of(ProfileStatus.UNLOCKED));
  }
}
