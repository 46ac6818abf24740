package org.conclave.api.network;

import java.util.concurrent.CompletionStage;
import org.conclave.api.bytes.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes envelopes of groups that came by gossip or sync. Messaging registers it as a service; while
 * there is none, nothing is acknowledged.
 */
@ConsumerType
public interface EnvelopeReceiver {
  /**
   * Called in the order of arrival, on a thread of networking; must not block.
   *
   * <p>After a start, networking sends nothing of its own to a group until everything that one
   * other member holds of it has had an answer other than RETRY. If an envelope shows that this
   * device was put back to an earlier state, the answer is therefore RETRY, and a second later
   * again, until what is unfit to be sent has left the outbox and is REFUSED in the envelope store,
   * so that it is neither sent nor served.
   *
   * @param from the peer that handed it over, not necessarily its author
   * @param envelope exact bytes of conclave.wire.v1.Envelope, not trusted, at most 1 MiB
   * @return completes after the commit that followed; networking acknowledges COMMITTED and KNOWN
   */
  CompletionStage<Receipt> receive(ConnectedPeer from, Bytes envelope);

  /** What became of an envelope. */
  enum Receipt {
    /** It is committed on this device. */
    COMMITTED,
    /** It was committed before. */
    KNOWN,
    /** It waits for a state that has not come yet. */
    WAITING,
    /** It is not valid, or not for this device. */
    REFUSED,
    /** It could not be processed now (no engine, no storage, not yet); it must be offered again. */
    RETRY
  }
}
