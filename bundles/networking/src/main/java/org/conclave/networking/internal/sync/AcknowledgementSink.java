package org.conclave.networking.internal.sync;

import java.util.Collection;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;

/** Takes what a member's device is known to have committed. Never blocks. */
@FunctionalInterface
public interface AcknowledgementSink {
  void acknowledged(GroupId group, Collection<EnvelopeId> envelopes, UserId by);
}
