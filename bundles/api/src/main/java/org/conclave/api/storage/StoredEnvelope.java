package org.conclave.api.storage;

import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;

/**
 * Ciphertext as it came or went, to serve others who lack it.
 *
 * @param bytes exact bytes of conclave.wire.v1.Envelope
 */
public record StoredEnvelope(
    GroupId group, EnvelopeId id, StateId state, long epoch, Bytes bytes, Status status) {
  /** What this device made of it. */
  public enum Status {
    /** Own, or opened and committed. Served and acknowledged. */
    PROCESSED,
    /** It needs a state that has not come yet. Not acknowledged, not served. */
    WAITING,
    /**
     * Opened to something that this device refuses (a foreign commit, a replay). Not served; kept
     * so that it is not asked for again.
     */
    REFUSED
  }
}
