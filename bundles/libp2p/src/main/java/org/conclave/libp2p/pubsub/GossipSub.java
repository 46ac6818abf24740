package org.conclave.libp2p.pubsub;

import org.conclave.libp2p.Host;
import org.conclave.libp2p.internal.pubsub.GossipSubNode;

/** Makes {@link PubSub} on a host. Not safe for use from several threads. */
public final class GossipSub {
  private final Host host;
  private GossipSubParameters parameters = GossipSubParameters.defaults();
  private TopicGate gate = TopicGate.OPEN;
  private MessageIdFunction messageId = MessageIdFunction.AUTHOR_AND_SEQNO;

  private GossipSub(Host host) {
    this.host = host;
  }

  /** GossipSub for this host; one per host. */
  public static GossipSub on(Host host) {
    return new GossipSub(host);
  }

  public GossipSub parameters(GossipSubParameters parameters) {
    this.parameters = parameters;
    return this;
  }

  /** Who may be in which topic; without one everybody in all. */
  public GossipSub gate(TopicGate gate) {
    this.gate = gate;
    return this;
  }

  /** How messages get their ids; without one by author and number. */
  public GossipSub messageId(MessageIdFunction messageId) {
    this.messageId = messageId;
    return this;
  }

  /**
   * Serves the protocol from now on, to admitted connections, the present ones included. Close what
   * is returned before the host.
   */
  public PubSub start() {
    return new GossipSubNode(host, parameters, gate, messageId);
  }
}
