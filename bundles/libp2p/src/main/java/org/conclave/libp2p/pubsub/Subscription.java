package org.conclave.libp2p.pubsub;

/** One handler's interest in a topic. The host leaves the topic when the last one is closed. */
public interface Subscription extends AutoCloseable {

  Topic topic();

  /**
   * Ends it; a second call does nothing. No call of the handler begins after this returns. One that
   * is running may still finish.
   */
  @Override
  void close();
}
