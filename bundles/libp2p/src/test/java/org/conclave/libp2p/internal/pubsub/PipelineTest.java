package org.conclave.libp2p.internal.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.conclave.libp2p.internal.pubsub.RouterFixture.TOPIC;
import static org.conclave.libp2p.internal.pubsub.RouterFixture.signed;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.conclave.libp2p.internal.pubsub.wire.Rpc;
import org.conclave.libp2p.internal.pubsub.wire.SignedMessage;
import org.conclave.libp2p.internal.pubsub.wire.TopicSubscription;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.GossipSubParameters;
import org.conclave.libp2p.pubsub.LimitParameters;
import org.conclave.libp2p.pubsub.Metric;
import org.conclave.libp2p.pubsub.Published;
import org.conclave.libp2p.pubsub.ScoreParameters;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.libp2p.pubsub.Validator.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PipelineTest {

  @Test
  void messageIsDeliveredOnceAndForwardedAtOnceToAllButItsSource() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer source = it.subscriber();
    ScriptedPeer other = it.subscriber();

    source.send(signed(source, 1, "hello"));

    assertThat(it.node.texts()).containsExactly("hello");
    assertThat(it.node.received.get(0).author()).isEqualTo(source.id);
    assertThat(it.node.received.get(0).receivedFrom()).isEqualTo(source.id);
    assertThat(other.messagesHeard()).containsExactly(signed(source, 1, "hello"));
    assertThat(source.messagesHeard()).isEmpty();
    assertThat(it.time.now()).isZero();
  }

  @Test
  void replayIsNeitherDeliveredNorForwarded() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer source = it.subscriber();
    ScriptedPeer other = it.subscriber();

    for (int i = 0; i < 5; i++) {
      source.send(signed(source, 1, "hello"));
    }

    assertThat(it.node.texts()).containsExactly("hello");
    assertThat(other.messagesHeard()).hasSize(1);
    assertThat(it.node.count(Metric.DUPLICATES)).isEqualTo(4);
  }

  @Test
  void forgedAuthorIsDroppedAndCosts() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer forger = it.subscriber();
    ScriptedPeer victim = it.subscriber();
    SignedMessage forged =
        signed(forger, 1, "I am the victim").toBuilder()
            .setFrom(ByteString.copyFrom(victim.id.toBytes()))
            .build();

    forger.send(forged);

    assertThat(it.node.received).isEmpty();
    assertThat(victim.messagesHeard()).isEmpty();
    assertThat(it.node.count(Metric.FORGED)).isEqualTo(1);
    assertThat(it.node.router.score(forger.id)).isEqualTo(-10);
  }

  @Test
  void keyThatIsNotTheAuthorsIsRefused() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer forger = it.subscriber();
    ScriptedPeer victim = it.subscriber();
    // Claims the victim's id, and is well signed by the key that comes along.
    SignedMessage claim =
        SignedMessage.newBuilder()
            .setFrom(ByteString.copyFrom(victim.id.toBytes()))
            .setData(ByteString.copyFromUtf8("x"))
            .setSeqno(ByteString.copyFrom(new byte[8]))
            .setTopic(ByteString.copyFromUtf8(TOPIC.name()))
            .build();
    byte[] prefix = "libp2p-pubsub:".getBytes(StandardCharsets.US_ASCII);
    byte[] signature =
        forger.key.sign(ByteString.copyFrom(prefix).concat(claim.toByteString()).toByteArray());
    SignedMessage forged =
        claim.toBuilder()
            .setSignature(ByteString.copyFrom(signature))
            .setKey(ByteString.copyFrom(forger.key.publicKey().toProtobuf()))
            .build();

    forger.send(forged);
    assertThat(it.node.received).isEmpty();
    assertThat(it.node.count(Metric.FORGED)).isEqualTo(1);

    // The same construction with the author's own id is what other implementations send.
    SignedMessage honest =
        signed(victim, 2, "y").toBuilder()
            .setKey(ByteString.copyFrom(victim.key.publicKey().toProtobuf()))
            .build();
    victim.send(honest);
    assertThat(it.node.texts()).containsExactly("y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "topic", "seqno"})
  void changedFieldBreaksTheSignature(String field) {
    RouterFixture it = new RouterFixture();
    it.join();
    it.node.router.join(new Topic("other"));
    ScriptedPeer source = it.subscriber();
    SignedMessage.Builder changed = signed(source, 1, "hello").toBuilder();
    switch (field) {
      case "data" -> changed.setData(ByteString.copyFromUtf8("hullo"));
      case "topic" -> changed.setTopic(ByteString.copyFromUtf8("other"));
      default -> changed.setSeqno(ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, 2}));
    }

    source.send(changed.build());

    assertThat(it.node.received).isEmpty();
    assertThat(it.node.count(Metric.FORGED)).isEqualTo(1);
  }

  @Test
  void forgeryThatComesFirstDoesNotKeepTheTrueMessageOut() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer forger = it.subscriber();
    ScriptedPeer honest = it.subscriber();
    SignedMessage truth = signed(honest, 1, "truth");
    SignedMessage forged = truth.toBuilder().setData(ByteString.copyFromUtf8("lie")).build();

    // Both before the first check is through.
    Rpc lie = Rpc.newBuilder().addPublish(forged).addPublish(forged).build();
    forger.sendWithoutPause(lie.toByteArray());
    honest.send(truth);

    assertThat(it.node.texts()).containsExactly("truth");
    forger.send(forged);
    honest.send(truth);
    assertThat(it.node.texts()).containsExactly("truth");
    assertThat(it.node.router.score(honest.id)).isGreaterThanOrEqualTo(0);
    assertThat(it.node.router.score(forger.id)).isNegative();
  }

  @Test
  void unsignedMessageIsMalformed() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer peer = it.subscriber();

    peer.send(signed(peer, 1, "x").toBuilder().clearSignature().build());
    peer.send(signed(peer, 2, "x").toBuilder().clearFrom().build());
    peer.send(signed(peer, 3, "x").toBuilder().clearSeqno().build());
    peer.send(signed(peer, 4, "x").toBuilder().clearTopic().build());

    assertThat(it.node.received).isEmpty();
    assertThat(it.node.count(Metric.MALFORMED)).isEqualTo(4);
    assertThat(it.node.router.score(peer.id)).isNegative();
  }

  @Test
  void ownMessageThatComesBackIsDroppedWithoutBlame() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer peer = it.subscriber();
    it.node.publish(TOPIC, "mine");

    peer.send(peer.messagesHeard().get(0));

    assertThat(it.node.received).isEmpty();
    assertThat(it.node.router.score(peer.id)).isZero();
  }

  @Test
  void messageOfATopicThatIsNotJoinedIsDropped() {
    RouterFixture it = new RouterFixture();
    ScriptedPeer peer = it.subscriber();

    peer.send(signed(peer, 1, "x"));
    it.join();
    peer.send(signed(peer, 1, "x"));

    assertThat(it.node.texts()).containsExactly("x");
  }

  @Test
  void oversizeMalformedAndBloatedFramesCostUntilThePeerIsNotHeard() {
    LimitParameters limits = LimitParameters.defaults().withRpcBytes(64 * 1024);
    RouterFixture it = new RouterFixture(GossipSubParameters.defaults().withLimits(limits));
    it.join();
    ScriptedPeer peer = it.subscriber();
    Rpc.Builder bloated = Rpc.newBuilder();
    for (int i = 0; i < 17_000; i++) {
      bloated.addSubscriptions(TopicSubscription.getDefaultInstance());
    }

    peer.send(new byte[64 * 1024 + 1]);
    peer.send(new byte[] {0x0a, 0x7f, 1});
    peer.send(bloated.build());
    assertThat(it.node.count(Metric.MALFORMED)).isEqualTo(3);
    it.node.router.receivedOversize(peer.id);
    it.node.router.receivedOversize(peer.id);
    peer.send(signed(peer, 1, "hello"));

    assertThat(it.node.count(Metric.MALFORMED)).isEqualTo(5);
    assertThat(it.node.count(Metric.GRAYLISTED)).isEqualTo(1);
    assertThat(it.node.received).isEmpty();
  }

  @Test
  void bloatInsideControlAndMessagesIsSeenToo() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer peer = it.subscriber();
    byte[] control = new byte[2 * 17_000 + 4];
    control[0] = 0x1a;
    control[1] = (byte) (0x80 | (34_000 & 0x7f));
    control[2] = (byte) (0x80 | (34_000 >> 7 & 0x7f));
    control[3] = (byte) (34_000 >> 14);
    for (int i = 4; i < control.length; i += 2) {
      control[i] = 0x1a;
    }

    peer.send(control);

    assertThat(it.node.count(Metric.MALFORMED)).isEqualTo(1);
  }

  @Test
  void randomFramesNeverThrow() {
    RouterFixture it = new RouterFixture();
    it.join();
    byte[] good = Rpc.newBuilder().addPublish(signed(it.peer(), 1, "x")).build().toByteArray();
    for (int i = 0; i < 3_000; i++) {
      ScriptedPeer peer = i % 50 == 0 ? it.subscriber() : null;
      if (peer == null) {
        continue;
      }
      for (int j = 0; j < 50; j++) {
        byte[] frame = good.clone();
        for (int k = 0; k < 3; k++) {
          int at = it.time.random().nextInt(frame.length);
          frame[at] = (byte) it.time.random().nextInt();
        }
        peer.send(frame);
      }
    }
    assertThat(it.node.count(Metric.RPCS_RECEIVED)).isGreaterThan(3_000);
    assertThat(it.node.count(Metric.MALFORMED)).isPositive();
  }

  @Test
  void peerMayNotBeInTooManyTopics() {
    RouterFixture it = new RouterFixture();
    ScriptedPeer peer = it.peer();
    Rpc.Builder rpc = Rpc.newBuilder();
    for (int i = 0; i < 1_003; i++) {
      rpc.addSubscriptions(
          TopicSubscription.newBuilder()
              .setSubscribe(true)
              .setTopic(ByteString.copyFromUtf8("t" + i)));
    }

    peer.send(rpc.build());

    assertThat(it.node.count(Metric.MALFORMED)).isEqualTo(3);
    assertThat(it.node.router.peers(new Topic("t999"))).containsExactly(peer.id);
    assertThat(it.node.router.peers(new Topic("t1000"))).isEmpty();
  }

  @Test
  void validatorDecidesBeforeDeliveryAndForwarding() {
    RouterFixture it = new RouterFixture();
    it.join();
    List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
    it.node.router.setValidator(
        TOPIC,
        message -> {
          verdicts.add(new CompletableFuture<>());
          return verdicts.get(verdicts.size() - 1);
        });
    ScriptedPeer source = it.subscriber();
    ScriptedPeer other = it.subscriber();
    for (int i = 0; i < 3; i++) {
      source.send(signed(source, i, "m" + i));
    }
    // A copy while the judgement is out shares its fate.
    other.send(signed(source, 1, "m1"));
    assertThat(it.node.received).isEmpty();

    verdicts.get(0).complete(Verdict.ACCEPT);
    verdicts.get(1).complete(Verdict.REJECT);
    verdicts.get(2).complete(Verdict.IGNORE);
    it.time.settle();

    assertThat(it.node.texts()).containsExactly("m0");
    assertThat(other.messagesHeard()).hasSize(1);
    assertThat(it.node.count(Metric.REJECTED)).isEqualTo(1);
    assertThat(it.node.count(Metric.IGNORED)).isEqualTo(1);
    assertThat(it.node.router.score(other.id)).isEqualTo(-10);
    assertThat(it.node.router.score(source.id)).isEqualTo(-9.5);
  }

  @Test
  void validatorThatNeverAnswersIsNotWaitedFor() {
    RouterFixture it = new RouterFixture();
    it.join();
    CompletableFuture<Verdict> never = new CompletableFuture<>();
    it.node.router.setValidator(TOPIC, message -> never);
    ScriptedPeer source = it.subscriber();

    source.send(signed(source, 1, "x"));
    it.heartbeats(12);
    never.complete(Verdict.ACCEPT);
    it.time.settle();

    assertThat(it.node.count(Metric.IGNORED)).isEqualTo(1);
    assertThat(it.node.received).isEmpty();
  }

  @Test
  void checksUnderWayAreBounded() {
    RouterFixture it = new RouterFixture();
    it.join();
    it.node.router.setValidator(TOPIC, message -> new CompletableFuture<>());
    ScriptedPeer source = it.subscriber();
    Rpc.Builder rpc = Rpc.newBuilder();
    for (int i = 0; i < 1_030; i++) {
      rpc.addPublish(signed(source, i, "x"));
    }

    source.send(rpc.build());

    assertThat(it.node.count(Metric.CHECK_OVERFLOW)).isEqualTo(6);
  }

  @Test
  void whatWaitsForAValidatorIsBoundedInBytes() {
    RouterFixture it = new RouterFixture();
    it.join();
    List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
    it.node.router.setValidator(
        TOPIC,
        message -> {
          verdicts.add(new CompletableFuture<>());
          return verdicts.get(verdicts.size() - 1);
        });
    ScriptedPeer source = it.subscriber();
    String text = "x".repeat(1_000_000);

    for (int i = 0; i < 20; i++) {
      source.send(signed(source, i, text));
    }
    assertThat(verdicts).hasSize(16);
    assertThat(it.node.count(Metric.CHECK_OVERFLOW)).isEqualTo(4);

    verdicts.get(0).complete(Verdict.ACCEPT);
    it.time.settle();
    source.send(signed(source, 20, text));
    assertThat(verdicts).hasSize(17);
  }

  @Test
  void failingApplicationScoreCountsForNothing() {
    ScoreParameters score = ScoreParameters.defaults();
    RouterFixture it =
        new RouterFixture(
            GossipSubParameters.defaults()
                .withScore(
                    new ScoreParameters(
                        score.topics(),
                        score.otherTopics(),
                        score.topicCap(),
                        1,
                        peer -> {
                          throw new IllegalStateException("no opinion");
                        },
                        0,
                        10,
                        score.behaviourWeight(),
                        score.behaviourThreshold(),
                        score.behaviourDecay(),
                        score.retain(),
                        score.thresholds())));
    it.join();
    ScriptedPeer source = it.subscriber();

    source.send(signed(source, 1, "hello"));

    assertThat(it.node.texts()).containsExactly("hello");
  }

  @Test
  void messagesOfAndFromOutsidersAreDroppedWithoutBlameOrMemory() {
    List<PeerId> members = new ArrayList<>();
    RouterFixture it =
        new RouterFixture(GossipSubParameters.defaults(), (peer, topic) -> members.contains(peer));
    it.join();
    ScriptedPeer member = it.subscriber();
    ScriptedPeer outsider = it.subscriber();
    members.add(member.id);

    outsider.send(signed(outsider, 1, "of and from an outsider"));
    outsider.send(signed(member, 2, "from an outsider"));
    member.send(signed(outsider, 3, "of an outsider"));
    assertThat(it.node.received).isEmpty();
    assertThat(it.node.count(Metric.GATE_REFUSED)).isEqualTo(3);
    assertThat(it.node.router.score(outsider.id)).isZero();
    assertThat(it.node.router.score(member.id)).isZero();

    members.add(outsider.id);
    member.send(signed(outsider, 3, "of an outsider"));
    assertThat(it.node.texts()).containsExactly("of an outsider");
  }

  @Test
  void publishTellsHowManyStreamsTookTheMessage() {
    RouterFixture it = new RouterFixture();
    CompletableFuture<Published> nobody = it.node.publish(TOPIC, "nobody");
    assertThat(nobody.join().peers()).isZero();
    assertThat(nobody.join().reachedAnyone()).isFalse();

    it.subscribers(3);
    assertThat(it.node.publish(TOPIC, "three").join().peers()).isEqualTo(3);
  }

  @Test
  void publishWaitsForASlowPeerNoLongerThanTwoHeartbeats() {
    RouterFixture it = new RouterFixture();
    it.subscribers(2);
    it.subscriber().reads = false;

    CompletableFuture<Published> result = it.node.publish(TOPIC, "x");

    assertThat(result).isNotDone();
    it.heartbeats(2);
    assertThat(result).isCompletedWithValueMatching(published -> published.peers() == 2);
  }

  @Test
  void floodPublishingReachesMoreThanTheMesh() {
    RouterFixture it = new RouterFixture();
    List<ScriptedPeer> peers = it.subscribers(20);
    it.join();

    it.node.publish(TOPIC, "x");

    assertThat(peers).allMatch(p -> p.messagesHeard().size() == 1);
  }

  @Test
  void fanoutStandsInForTheMeshOfATopicThatIsNotJoined() {
    var mesh = GossipSubParameters.defaults().mesh().withFloodPublish(false);
    RouterFixture it = new RouterFixture(GossipSubParameters.defaults().withMesh(mesh));
    List<ScriptedPeer> peers = it.subscribers(20);

    it.node.publish(TOPIC, "one");
    it.node.publish(TOPIC, "two");

    List<ScriptedPeer> chosen = peers.stream().filter(p -> !p.messagesHeard().isEmpty()).toList();
    assertThat(chosen).hasSize(6).allMatch(p -> p.messagesHeard().size() == 2);
  }
}
