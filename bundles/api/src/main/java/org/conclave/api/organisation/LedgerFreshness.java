package org.conclave.api.organisation;

import java.time.Instant;
import java.util.Optional;

/**
 * How long ago an administrator's client signed what this device knows. A device that is cut off
 * cannot know who was revoked since.
 *
 * @param lastBeacon when the newest LedgerBeacon was signed; empty before the first
 */
public record LedgerFreshness(State state, Optional<Instant> lastBeacon) {
  /** What follows from it, by policy. */
  public enum State {
    FRESH,
    /** The person is told. */
    STALE,
    /** Newcomers are refused until an administrator is heard of again. */
    REFUSING
  }
}
