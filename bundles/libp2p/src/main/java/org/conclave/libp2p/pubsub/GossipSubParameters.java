package org.conclave.libp2p.pubsub;

/** All that can be set about GossipSub. */
public record GossipSubParameters(
    MeshParameters mesh, GossipParameters gossip, LimitParameters limits, ScoreParameters score) {

  public static GossipSubParameters defaults() {
    return new GossipSubParameters(
        MeshParameters.defaults(),
        GossipParameters.defaults(),
        LimitParameters.defaults(),
        ScoreParameters.defaults());
  }

  public GossipSubParameters withMesh(MeshParameters other) {
    return new GossipSubParameters(other, gossip, limits, score);
  }

  public GossipSubParameters withGossip(GossipParameters other) {
    return new GossipSubParameters(mesh, other, limits, score);
  }

  public GossipSubParameters withLimits(LimitParameters other) {
    return new GossipSubParameters(mesh, gossip, other, score);
  }

  public GossipSubParameters withScore(ScoreParameters other) {
    return new GossipSubParameters(mesh, gossip, limits, other);
  }
}
