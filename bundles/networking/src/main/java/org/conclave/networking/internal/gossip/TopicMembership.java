package org.conclave.networking.internal.gossip;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.libp2p.pubsub.TopicGate;
import org.conclave.networking.internal.groups.Rosters;
import org.conclave.networking.internal.peers.Devices;

/**
 * Who may be in which topic: every member in the organisation's, a group's current members in the
 * group's, nobody in any other. From memory; thread-safe.
 */
public final class TopicMembership implements TopicGate {
  private final Topic organisation;
  private final Rosters rosters;
  private final Function<DeviceId, Optional<UserId>> admitted;
  private final Map<Topic, GroupId> groups = new ConcurrentHashMap<>();

  /**
   * @param admitted whose active device it is, if the ledger admits it
   */
  public TopicMembership(
      Topic organisation, Rosters rosters, Function<DeviceId, Optional<UserId>> admitted) {
    this.organisation = organisation;
    this.rosters = rosters;
    this.admitted = admitted;
  }

  void add(Topic topic, GroupId group) {
    groups.put(topic, group);
  }

  void remove(Topic topic) {
    groups.remove(topic);
  }

  @Override
  public boolean allows(PeerId peer, Topic topic) {
    Optional<UserId> user = Devices.deviceOf(peer).flatMap(admitted);
    if (user.isEmpty()) {
      return false;
    }
    if (topic.equals(organisation)) {
      return true;
    }
    GroupId group = groups.get(topic);
    return group != null && rosters.shares(group, user.get());
  }
}
