package org.conclave.libp2p.internal.pubsub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.conclave.libp2p.crypto.HostKey;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.GossipSubParameters;
import org.conclave.libp2p.pubsub.Message;
import org.conclave.libp2p.pubsub.MessageId;
import org.conclave.libp2p.pubsub.MessageIdFunction;
import org.conclave.libp2p.pubsub.Metric;
import org.conclave.libp2p.pubsub.Published;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.libp2p.pubsub.TopicGate;
import org.conclave.libp2p.pubsub.Validator;

/** A router in virtual time, with real keys and signatures. */
final class RouterNode {
  final HostKey key;
  final PeerId id;
  final Router router;
  final Counters counters = new Counters();
  final List<Message> received = new ArrayList<>();
  private long seqno;

  RouterNode(VirtualTime time, int number, GossipSubParameters parameters, TopicGate gate) {
    key = key(number);
    id = key.peerId();
    router =
        new Router(
            time.environment(),
            id,
            parameters,
            gate,
            MessageIdFunction.AUTHOR_AND_SEQNO,
            new InlineChecker(),
            received::add,
            counters);
    router.start();
  }

  /** Always the same key for the same number. */
  static HostKey key(int number) {
    byte[] seed = new byte[HostKey.SEED_LENGTH];
    seed[0] = (byte) number;
    seed[1] = (byte) (number >> 8);
    seed[2] = 1;
    return HostKey.ofSeed(seed);
  }

  CompletableFuture<Published> publish(Topic topic, String text) {
    return publish(topic, text.getBytes(StandardCharsets.UTF_8));
  }

  CompletableFuture<Published> publish(Topic topic, byte[] data) {
    CompletableFuture<Published> result = new CompletableFuture<>();
    MessageId messageId = MessageId.of(id, ++seqno);
    Frame frame = Frame.of(Signatures.sign(key, topic, seqno, data));
    router.publish(messageId, topic, frame, result);
    return result;
  }

  List<String> texts() {
    return received.stream().map(m -> new String(m.data(), StandardCharsets.UTF_8)).toList();
  }

  long count(Metric metric) {
    return counters.get(metric);
  }

  private static final class InlineChecker implements Checker {
    @Override
    public void checkSignature(UnverifiedMessage message, Consumer<Boolean> holds) {
      holds.accept(Signatures.hold(message));
    }

    @Override
    public void judge(Validator validator, Message message, Consumer<Validator.Verdict> verdict) {
      validator.validate(message).thenAccept(verdict);
    }
  }
}
