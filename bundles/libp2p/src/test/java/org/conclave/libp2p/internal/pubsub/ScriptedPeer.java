package org.conclave.libp2p.internal.pubsub;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.conclave.libp2p.crypto.HostKey;
import org.conclave.libp2p.internal.pubsub.wire.Control;
import org.conclave.libp2p.internal.pubsub.wire.Graft;
import org.conclave.libp2p.internal.pubsub.wire.IDontWant;
import org.conclave.libp2p.internal.pubsub.wire.IHave;
import org.conclave.libp2p.internal.pubsub.wire.IWant;
import org.conclave.libp2p.internal.pubsub.wire.Prune;
import org.conclave.libp2p.internal.pubsub.wire.Rpc;
import org.conclave.libp2p.internal.pubsub.wire.SignedMessage;
import org.conclave.libp2p.internal.pubsub.wire.TopicSubscription;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.Topic;

/** A neighbour of a router that says what a test tells it to, and remembers what it hears. */
final class ScriptedPeer implements PeerLink {
  final HostKey key;
  final PeerId id;
  final List<Rpc> heard = new ArrayList<>();
  boolean disconnected;

  /** While false, the peer does not read. */
  boolean reads = true;

  private final RouterNode node;
  private final VirtualTime time;
  private final Object token = new Object();
  private final List<CompletableFuture<Void>> unread = new ArrayList<>();

  ScriptedPeer(VirtualTime time, RouterNode node, int number, boolean dialledByNode) {
    this.time = time;
    this.node = node;
    key = RouterNode.key(number);
    id = key.peerId();
    node.router.inboundUp(id, token);
    node.router.linkUp(id, this, Dialect.V1_2, dialledByNode, Optional.of("10.0.0." + number));
    time.settle();
  }

  @Override
  public CompletionStage<?> write(ByteBuffer frames) {
    for (byte[] frame : Frames.split(frames)) {
      try {
        heard.add(Rpc.parseFrom(frame));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    CompletableFuture<Void> written = new CompletableFuture<>();
    if (reads) {
      written.complete(null);
    } else {
      unread.add(written);
    }
    return written;
  }

  @Override
  public void disconnect() {
    disconnected = true;
    leave();
  }

  void leave() {
    time.after(0, () -> node.router.linkDown(id, this));
    time.after(0, () -> node.router.inboundDown(id, token));
    time.settle();
  }

  void send(byte[] frame) {
    sendWithoutPause(frame);
    time.settle();
  }

  /** What the router starts because of it is still under way when this returns. */
  void sendWithoutPause(byte[] frame) {
    node.router.received(id, token, frame, () -> {});
  }

  void send(Rpc rpc) {
    send(rpc.toByteArray());
  }

  void send(Control control) {
    send(Rpc.newBuilder().setControl(control).build());
  }

  void send(SignedMessage message) {
    send(Rpc.newBuilder().addPublish(message).build());
  }

  void subscribe(Topic topic) {
    send(
        Rpc.newBuilder()
            .addSubscriptions(
                TopicSubscription.newBuilder().setSubscribe(true).setTopic(bytes(topic)))
            .build());
  }

  void graft(Topic topic) {
    send(Control.newBuilder().addGraft(Graft.newBuilder().setTopic(bytes(topic))).build());
  }

  void prune(Topic topic, long seconds) {
    Prune prune = Prune.newBuilder().setTopic(bytes(topic)).setBackoff(seconds).build();
    send(Control.newBuilder().addPrune(prune).build());
  }

  void have(Topic topic, List<MessageId> ids) {
    IHave have = IHave.newBuilder().setTopic(bytes(topic)).addAllMessageIds(bytes(ids)).build();
    send(Control.newBuilder().addIhave(have).build());
  }

  void want(List<MessageId> ids) {
    IWant want = IWant.newBuilder().addAllMessageIds(bytes(ids)).build();
    send(Control.newBuilder().addIwant(want).build());
  }

  void doNotWant(List<MessageId> ids) {
    IDontWant doNotWant = IDontWant.newBuilder().addAllMessageIds(bytes(ids)).build();
    send(Control.newBuilder().addIdontwant(doNotWant).build());
  }

  static List<ByteString> bytes(List<MessageId> ids) {
    return ids.stream().map(id -> ByteString.copyFrom(id.toBytes())).toList();
  }

  static ByteString bytes(Topic topic) {
    return ByteString.copyFromUtf8(topic.name());
  }

  Stream<Control> controls() {
    return heard.stream().filter(Rpc::hasControl).map(Rpc::getControl);
  }

  long graftsHeard() {
    return controls().mapToLong(Control::getGraftCount).sum();
  }

  List<Prune> prunesHeard() {
    return controls().flatMap(c -> c.getPruneList().stream()).toList();
  }

  List<ByteString> idsWanted() {
    return controls()
        .flatMap(c -> c.getIwantList().stream())
        .flatMap(w -> w.getMessageIdsList().stream())
        .toList();
  }

  List<ByteString> idsAnnounced() {
    return controls()
        .flatMap(c -> c.getIhaveList().stream())
        .flatMap(h -> h.getMessageIdsList().stream())
        .toList();
  }

  List<ByteString> idsNotWanted() {
    return controls()
        .flatMap(c -> c.getIdontwantList().stream())
        .flatMap(w -> w.getMessageIdsList().stream())
        .toList();
  }

  List<SignedMessage> messagesHeard() {
    return heard.stream().flatMap(rpc -> rpc.getPublishList().stream()).toList();
  }

  List<String> topicsHeard() {
    return heard.stream()
        .flatMap(rpc -> rpc.getSubscriptionsList().stream())
        .map(s -> (s.getSubscribe() ? "+" : "-") + s.getTopic().toStringUtf8())
        .toList();
  }
}
