package org.conclave.api.organisation;

import java.time.Instant;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.UserId;

/**
 * Something that waits for an administrator's signature. Seen by administrators only, each on the
 * devices that were asked.
 *
 * @param id 32 bytes that name exactly what would be signed
 * @param name what they call themselves, or the member's name; not verified for a newcomer
 * @param fingerprint of the account, to be compared with the person on a way that can be trusted
 * @param invitation the note of the open invitation; empty otherwise
 */
public record MemberRequest(
    Bytes id,
    Kind kind,
    String name,
    UserId user,
    String fingerprint,
    DeviceId device,
    String invitation,
    Instant firstSeen) {
  /** What is asked for. */
  public enum Kind {
    /** To become a member by an open invitation. */
    JOIN,
    /**
     * To join by an open invitation that another claim has used up: to be looked at, not signed.
     */
    LATE_CLAIM,
    /** To use an account on a new device, where the policy wants an approval. */
    TAKEOVER,
    /** To begin again after two devices contradicted each other, or one was revoked. */
    NEW_GENERATION
  }
}
