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
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.Role;
import org.conclave.api.storage.ProfileStatus;

/**
 * All that the window knows of the application at one moment. Immutable.
 *
 * @param profile empty where persistence is off
 * @param onboarding whether the organisation's service is there
 * @param organisation empty where onboarding is off or the profile belongs to none
 * @param belonging {@link Belonging#NONE} where onboarding is off
 * @param deviceChanges of members, the oldest first
 * @param messaging whether the messenger's service is there
 * @param conversations the latest first; empty where messaging is off
 * @param migration whether the service for backups is there
 * @param engine empty where sidecar-manager is off
 * @param network empty where networking is off
 */
public record Situation(
    Optional<ProfileStatus> profile,
    boolean onboarding,
    Optional<OrganisationInfo> organisation,
    Belonging belonging,
    List<Member> members,
    List<DeviceChange> deviceChanges,
    boolean messaging,
    List<Summary> conversations,
    boolean migration,
    Optional<EngineStatus> engine,
    Optional<NetworkStatus> network) {
  public static final Situation UNKNOWN =
      new Situation(
          Optional.empty(),
          false,
          Optional.empty(),
          Belonging.NONE,
          List.of(),
          List.of(),
          false,
          List.of(),
          false,
          Optional.empty(),
          Optional.empty());

  public Situation {
    members = List.copyOf(members);
    deviceChanges = List.copyOf(deviceChanges);
    conversations = List.copyOf(conversations);
  }

  /** The same after the standing became another one. */
  public Situation with(OwnStanding standing) {
    return new Situation(
        profile,
        onboarding,
        organisation,
        belonging.with(standing),
        members,
        deviceChanges,
        messaging,
        conversations,
        migration,
        engine,
        network);
  }

  /** The same with what {@code before} knew of the parts that are off now: it is on the disk. */
  public Situation keeping(Situation before) {
    return new Situation(
        profile,
        onboarding,
        organisation.or(before::organisation),
        onboarding ? belonging : before.belonging,
        members.isEmpty() ? before.members : members,
        deviceChanges.isEmpty() ? before.deviceChanges : deviceChanges,
        messaging,
        messaging ? conversations : before.conversations,
        migration,
        engine,
        network);
  }

  public OwnStanding standing() {
    return belonging.standing();
  }

  /** Whether nothing stands between this device and its organisation, or it belongs to none. */
  public boolean takesPart() {
    return standing() instanceof OwnStanding.Active || standing() instanceof OwnStanding.Outside;
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
