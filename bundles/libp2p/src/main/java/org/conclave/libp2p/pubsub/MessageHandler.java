package org.conclave.libp2p.pubsub;

/**
 * Receives the messages of a topic, each once, after its signature and the validator's acceptance.
 *
 * <p>Called by one thread at a time per subscription; messages of one author come in the order in
 * which they arrived here. It may block: forwarding to other peers does not wait for it. While
 * {@link LimitParameters#undelivered} messages, or {@link LimitParameters#cacheBytes}, wait for a
 * slow handler, further ones are forwarded but not delivered, and counted as {@link
 * Metric#UNDELIVERED}. What it throws is logged.
 */
@FunctionalInterface
public interface MessageHandler {
  void on(Message message);
}
