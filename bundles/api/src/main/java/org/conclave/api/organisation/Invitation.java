package org.conclave.api.organisation;

import java.time.Instant;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;

/**
 * An invitation that this device issued.
 *
 * @param token 16 bytes that name it
 * @param text {@code CONCLAVE1:…}. A bound one is useless to anybody but the account that it names;
 *     an open one is a secret until it is used. Characters of the QR alphanumeric mode only
 * @param usedBy who became a member by it
 */
public record Invitation(
    Bytes token,
    String text,
    boolean open,
    String memberName,
    Instant notAfter,
    State state,
    Optional<UserId> usedBy) {
  @Override
  public String toString() {
    return "Invitation[" + token + ", " + state + "]";
  }

  /** What became of it. */
  public enum State {
    WAITING,
    USED,
    EXPIRED,
    REVOKED
  }
}
