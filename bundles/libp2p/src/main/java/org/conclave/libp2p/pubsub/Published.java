package org.conclave.libp2p.pubsub;

/**
 * What became of a message that was published.
 *
 * @param id its id
 * @param peers how many peers' streams took it. None is no error: nobody in the topic may be there
 */
public record Published(MessageId id, int peers) {

  /** Whether it left this host. */
  public boolean reachedAnyone() {
    return peers > 0;
  }
}
