package org.conclave.ui.internal.state;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.conclave.api.engine.EngineMonitor;
import org.conclave.api.identity.GroupId;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.messaging.MessengerException;
import org.conclave.api.migration.Migration;
import org.conclave.api.network.Network;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.Message;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.api.storage.ProfileStatus;
import org.conclave.ui.internal.work.Services;
import org.conclave.ui.internal.work.Verifications;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the situation from the services. A service that goes while it is read counts as off. Used
 * by one thread at a time, never the event thread.
 */
public final class SituationReader {
  private static final Logger LOG = LoggerFactory.getLogger(SituationReader.class);

  private final Services services;
  private final Map<GroupId, Summary> newest = new HashMap<>();
  private final Verifications verifications;
  private final DeviceWatch devices;

  public SituationReader(Services services, Verifications verifications, Clock clock) {
    this.services = services;
    this.verifications = verifications;
    this.devices = new DeviceWatch(new Notebook(services), clock);
  }

  public Situation read() {
    Optional<Organisation> onboarding = services.find(Organisation.class);
    Optional<OrganisationInfo> info =
        onboarding.flatMap(
            organisation -> orElse("organisation", organisation::info, Optional.empty()));
    Optional<List<Summary>> conversations =
        services
            .find(Messenger.class)
            .flatMap(messenger -> attempt("messenger", () -> summaries(messenger)));
    List<Member> members =
        onboarding
            .<List<Member>>map(
                organisation ->
                    SituationReader.<List<Member>>orElse(
                        "members", organisation::members, List.of()))
            .orElse(List.<Member>of());
    Optional<ProfileStatus> profile =
        services.find(ProfileAccess.class).flatMap(access -> attempt("profile", access::status));
    if (!profile.equals(Optional.of(ProfileStatus.UNLOCKED))) {
      devices.close();
    }
    return new Situation(
        profile,
        onboarding.isPresent(),
        info,
        onboarding
            .map(organisation -> belonging(organisation, info.isPresent(), members))
            .orElse(Belonging.NONE),
        members,
        devices.look(members),
        conversations.isPresent(),
        conversations.orElse(List.of()),
        services.find(Migration.class).isPresent(),
        services.find(EngineMonitor.class).flatMap(engine -> attempt("engine", engine::status)),
        services.find(Network.class).flatMap(network -> attempt("network", network::status)));
  }

  private Belonging belonging(Organisation organisation, boolean member, List<Member> members) {
    Belonging otherwise = Belonging.NONE;
    verifications.learn(organisation, members);
    return new Belonging(
        orElse(
            "standing",
            organisation::standing,
            member ? new OwnStanding.Active() : otherwise.standing()),
        orElse("freshness", organisation::freshness, otherwise.freshness()),
        orElse("policy", organisation::policy, otherwise.policy()),
        verifications.among(members));
  }

  /** Whether there is more to be read at once, that was left out to answer soon. */
  public boolean isComplete(Situation situation) {
    return verifications.isComplete(situation.members());
  }

  /** The newest message is read again only where something happened in the conversation. */
  private List<Summary> summaries(Messenger messenger) throws MessengerException {
    List<Summary> summaries = new ArrayList<>();
    for (Conversation conversation : messenger.conversations()) {
      Summary known = newest.get(conversation.group());
      Optional<Message> message =
          known != null
                  && known.newest().isPresent()
                  && known.conversation().lastActivity().equals(conversation.lastActivity())
                  && known.conversation().unread() == conversation.unread()
              ? known.newest()
              : messenger.history(conversation.group(), Long.MAX_VALUE, 1).stream().findFirst();
      Summary summary = new Summary(conversation, message);
      newest.put(conversation.group(), summary);
      summaries.add(summary);
    }
    newest.keySet().retainAll(summaries.stream().map(Summary::group).collect(Collectors.toSet()));
    summaries.sort(
        Comparator.comparing((Summary summary) -> summary.conversation().lastActivity())
            .reversed());
    return summaries;
  }

  private static <T> T orElse(String what, Reading<T> reading, T otherwise) {
    return attempt(what, reading).orElse(otherwise);
  }

  private static <T> Optional<T> attempt(String what, Reading<T> reading) {
    try {
      return Optional.of(reading.read());
    } catch (MessengerException | RuntimeException e) {
      LOG.debug("The {} could not be read and counts as off", what, e);
      return Optional.empty();
    }
  }

  private interface Reading<T> {
    T read() throws MessengerException;
  }
}
