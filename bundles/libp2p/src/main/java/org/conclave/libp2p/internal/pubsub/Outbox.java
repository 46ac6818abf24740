package org.conclave.libp2p.internal.pubsub;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conclave.libp2p.internal.pubsub.wire.Graft;
import org.conclave.libp2p.internal.pubsub.wire.IDontWant;
import org.conclave.libp2p.internal.pubsub.wire.IHave;
import org.conclave.libp2p.internal.pubsub.wire.IWant;
import org.conclave.libp2p.internal.pubsub.wire.Prune;
import org.conclave.libp2p.internal.pubsub.wire.TopicSubscription;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.Topic;

/**
 * Gathers what one turn of the router has to say to one peer, so that it leaves in one frame: the
 * subscription before the graft that needs it.
 */
final class Outbox {
  private final Map<Topic, Boolean> subscriptions = new LinkedHashMap<>();
  private final Set<Topic> grafts = new LinkedHashSet<>();
  private final Map<Topic, Duration> prunes = new LinkedHashMap<>();
  private final Map<Topic, List<MessageId>> have = new LinkedHashMap<>();
  private final List<MessageId> want = new ArrayList<>();
  private final List<MessageId> doNotWant = new ArrayList<>();

  void subscription(Topic topic, boolean joins) {
    subscriptions.put(topic, joins);
  }

  void graft(Topic topic) {
    prunes.remove(topic);
    grafts.add(topic);
  }

  void prune(Topic topic, Duration backoff) {
    grafts.remove(topic);
    prunes.put(topic, backoff);
  }

  void have(Topic topic, List<MessageId> ids) {
    have.computeIfAbsent(topic, t -> new ArrayList<>()).addAll(ids);
  }

  void want(List<MessageId> ids) {
    want.addAll(ids);
  }

  void doNotWant(MessageId id) {
    doNotWant.add(id);
  }

  /** Takes everything out, as frames of at most so many bytes, in the order to send them in. */
  List<Frame> drain(int maxBytes) {
    List<Frame> frames = new ArrayList<>();
    if (!subscriptions.isEmpty() || !grafts.isEmpty() || !prunes.isEmpty()) {
      RpcPacker packer = new RpcPacker(Frame.Kind.CONTROL, maxBytes);
      packControl(packer);
      frames.addAll(packer.finish());
    }
    if (!have.isEmpty() || !want.isEmpty() || !doNotWant.isEmpty()) {
      RpcPacker packer = new RpcPacker(Frame.Kind.GOSSIP, maxBytes);
      packGossip(packer, maxBytes / 2);
      frames.addAll(packer.finish());
    }
    return frames;
  }

  private void packControl(RpcPacker packer) {
    subscriptions.forEach(
        (topic, joins) -> {
          var subscription =
              TopicSubscription.newBuilder().setSubscribe(joins).setTopic(bytes(topic)).build();
          packer.add(subscription, rpc -> rpc.addSubscriptions(subscription));
        });
    for (Topic topic : grafts) {
      Graft graft = Graft.newBuilder().setTopic(bytes(topic)).build();
      packer.add(graft, rpc -> rpc.getControlBuilder().addGraft(graft));
    }
    prunes.forEach(
        (topic, backoff) -> {
          Prune prune =
              Prune.newBuilder().setTopic(bytes(topic)).setBackoff(backoff.toSeconds()).build();
          packer.add(prune, rpc -> rpc.getControlBuilder().addPrune(prune));
        });
    subscriptions.clear();
    grafts.clear();
    prunes.clear();
  }

  private void packGossip(RpcPacker packer, int partBytes) {
    for (List<ByteString> part : parts(doNotWant, partBytes)) {
      IDontWant message = IDontWant.newBuilder().addAllMessageIds(part).build();
      packer.add(message, rpc -> rpc.getControlBuilder().addIdontwant(message));
    }
    for (List<ByteString> part : parts(want, partBytes)) {
      IWant message = IWant.newBuilder().addAllMessageIds(part).build();
      packer.add(message, rpc -> rpc.getControlBuilder().addIwant(message));
    }
    have.forEach(
        (topic, ids) -> {
          for (List<ByteString> part : parts(ids, partBytes)) {
            IHave message =
                IHave.newBuilder().setTopic(bytes(topic)).addAllMessageIds(part).build();
            packer.add(message, rpc -> rpc.getControlBuilder().addIhave(message));
          }
        });
    doNotWant.clear();
    want.clear();
    have.clear();
  }

  /** The ids in lists that encode to about {@code maxBytes} each. */
  private static List<List<ByteString>> parts(List<MessageId> ids, int maxBytes) {
    List<List<ByteString>> parts = new ArrayList<>();
    int room = 0;
    for (MessageId id : ids) {
      room -= id.length() + 3;
      if (room < 0) {
        parts.add(new ArrayList<>());
        room = maxBytes - id.length() - 3;
      }
      parts.get(parts.size() - 1).add(UnsafeByteOperations.unsafeWrap(id.toBytes()));
    }
    return parts;
  }

  private static ByteString bytes(Topic topic) {
    return ByteString.copyFromUtf8(topic.name());
  }
}
