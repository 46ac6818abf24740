package org.conclave.messaging.internal;

import org.conclave.api.network.EnvelopeReceiver.Receipt;

/** What becomes of an envelope whose state is not known here. */
final class WaitingRoom {
  static final int PLACES = 1_000;

  /** So far ahead of the tip nobody is who catches up state by state. */
  private static final long FARTHEST = 100_000;

  private WaitingRoom() {}

  /**
   * WAITING: keep it until its state comes. RETRY: there is no room now. REFUSED: its state will
   * never come, because the group is past that epoch and went another way, or this device joined
   * after it.
   *
   * @param occupied how many of the group wait
   */
  static Receipt admit(GroupStanding.Live live, UnverifiedEnvelope envelope, int occupied) {
    long ahead = envelope.epoch() - live.tip().epoch();
    if (ahead <= 0 || ahead > FARTHEST) {
      return Receipt.REFUSED;
    }
    if (occupied >= PLACES) {
      return Receipt.RETRY;
    }
    // A commit may take much room, so that only an administrator's has a seat.
    boolean trusted = !envelope.isCommit() || CommitRules.committer(live, envelope).isPresent();
    return trusted ? Receipt.WAITING : Receipt.RETRY;
  }
}
