package org.conclave.networking.internal.groups;

import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.OrganisationId;
import org.conclave.libp2p.pubsub.Topic;

/** Names of topics: hashed, so that who sees a name does not learn the id. */
public final class TopicNames {
  private static final Bytes DOMAIN = Bytes.utf8("conclave/topic/1");

  private TopicNames() {}

  /** {@code conclave/group/1/} and the hash of the group's id. */
  public static Topic of(GroupId group) {
    return new Topic("conclave/group/1/" + Sha256.of(DOMAIN, group.value()).toHex());
  }

  /** {@code conclave/org/1/} and the hash of the organisation's id. */
  public static Topic of(OrganisationId organisation) {
    return new Topic("conclave/org/1/" + Sha256.of(DOMAIN, organisation.value()).toHex());
  }
}
