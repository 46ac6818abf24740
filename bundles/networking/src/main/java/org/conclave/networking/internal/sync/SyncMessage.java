package org.conclave.networking.internal.sync;

import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.storage.EpochHoldings;

/** What two devices say to each other about the groups they share. Sizes are within bounds. */
sealed interface SyncMessage {
  /** What the sender holds, epoch by epoch, from the first one on that it can read. */
  record Offer(GroupId group, long firstEpoch, List<EpochHoldings> epochs) implements SyncMessage {}

  /** What the sender holds of one epoch; perhaps not all of it, so nothing follows from absence. */
  record Ids(GroupId group, long epoch, List<EnvelopeId> ids, boolean replyWanted)
      implements SyncMessage {}

  /** The sender lacks these. It asks again only after the end of the answer. */
  record Pull(GroupId group, List<EnvelopeId> ids) implements SyncMessage {}

  /** Exact bytes, asked for or not. None at all: the answer to a {@link Pull} ends here. */
  record Envelopes(List<Bytes> envelopes) implements SyncMessage {
    static final Envelopes END = new Envelopes(List.of());
  }

  /** The sender's device has committed these. */
  record Acknowledge(GroupId group, List<EnvelopeId> ids) implements SyncMessage {}
}
