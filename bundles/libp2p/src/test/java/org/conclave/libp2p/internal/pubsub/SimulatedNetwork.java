package org.conclave.libp2p.internal.pubsub;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.conclave.libp2p.pubsub.GossipSubParameters;
import org.conclave.libp2p.pubsub.TopicGate;

/** Routers that are connected by links with latency. */
final class SimulatedNetwork {
  final VirtualTime time;
  final List<RouterNode> nodes = new ArrayList<>();
  private final GossipSubParameters parameters;

  /** Every frame on every link: equal runs have equal traces. */
  long trace = 17;

  SimulatedNetwork(long seed, GossipSubParameters parameters) {
    this.time = new VirtualTime(seed);
    this.parameters = parameters;
  }

  RouterNode add(TopicGate gate) {
    RouterNode node = new RouterNode(time, nodes.size(), parameters, gate);
    nodes.add(node);
    return node;
  }

  RouterNode add() {
    return add(TopicGate.OPEN);
  }

  void connect(RouterNode dialler, RouterNode listener) {
    link(dialler, listener, true);
    link(listener, dialler, false);
  }

  private void link(RouterNode from, RouterNode to, boolean dialled) {
    Object token = new Object();
    long latency = 1 + time.random().nextInt(30);
    PeerLink link =
        new PeerLink() {
          @Override
          public CompletionStage<?> write(ByteBuffer bytes) {
            trace = trace * 31 + bytes.hashCode() + time.now();
            List<byte[]> frames = Frames.split(bytes);
            time.after(
                latency,
                () -> frames.forEach(f -> to.router.received(from.id, token, f, () -> {})));
            return CompletableFuture.completedStage(null);
          }

          @Override
          public void disconnect() {
            time.after(0, () -> from.router.linkDown(to.id, this));
            time.after(0, () -> to.router.inboundDown(from.id, token));
          }
        };
    to.router.inboundUp(from.id, token);
    from.router.linkUp(to.id, link, Dialect.V1_2, dialled, Optional.of("10.0.0.1"));
  }
}
