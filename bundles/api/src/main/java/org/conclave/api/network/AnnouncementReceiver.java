package org.conclave.api.network;

import org.conclave.api.bytes.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes what peers publish on the organisation's topic. Onboarding registers it as a service. */
@ConsumerType
public interface AnnouncementReceiver {
  /**
   * Called on a thread of networking; must not block for long.
   *
   * @param announcement not trusted, at most 1 MiB
   * @return whether it was well-formed: the peer that forwarded it answers for that
   */
  boolean receive(ConnectedPeer from, Bytes announcement);
}
