package org.conclave.libp2p.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.libp2p.TestHosts.await;
import static org.conclave.libp2p.TestHosts.awaitTrue;
import static org.conclave.libp2p.TestHosts.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.ConnectionGater;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.HostEvent;
import org.conclave.libp2p.Stream;
import org.conclave.libp2p.TestHosts;
import org.conclave.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GossipSub on real hosts, on loopback. */
@Timeout(60)
final class GossipSubHostTest {
  private static final Topic TOPIC = new Topic("conversation");

  private final TestHosts hosts = new TestHosts();
  private final List<Node> nodes = new ArrayList<>();

  /** A host with GossipSub, and what its handler got. */
  private record Node(Host host, PubSub pubSub, Queue<String> received) {
    void subscribe() {
      pubSub.subscribe(TOPIC, message -> received.add(text(message)));
    }

    Published publish(String text) throws Exception {
      return await(pubSub.publish(TOPIC, text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static String text(Message message) {
    return new String(message.data(), StandardCharsets.UTF_8);
  }

  private Node node() throws Exception {
    return node(TopicGate.OPEN);
  }

  private Node node(TopicGate gate) throws Exception {
    return on(hosts.start(), gate, GossipSubParameters.defaults());
  }

  private Node on(Host host, TopicGate gate, GossipSubParameters parameters) {
    PubSub pubSub = GossipSub.on(host).gate(gate).parameters(parameters).start();
    Node node = new Node(host, pubSub, new ConcurrentLinkedQueue<>());
    nodes.add(node);
    return node;
  }

  @AfterEach
  void closeAll() throws Exception {
    nodes.forEach(node -> node.pubSub().close());
    hosts.close();
    awaitTrue(
        "every thread of it has ended",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("pubsub-")));
  }

  @Test
  void freshTopicOnAStandingConnectionIsUsableBeforeAnyHeartbeat() throws Exception {
    Node one = on(hosts.start(), TopicGate.OPEN, withoutHeartbeat());
    Node two = on(hosts.start(), TopicGate.OPEN, withoutHeartbeat());
    connect(one.host(), two.host());
    one.subscribe();
    awaitTrue("one is known", () -> !two.pubSub().peers(TOPIC).isEmpty());
    Topic fresh = new Topic("fresh");
    CountDownLatch got = new CountDownLatch(1);

    one.pubSub().subscribe(fresh, message -> got.countDown());
    two.pubSub().subscribe(fresh, message -> {});
    awaitTrue("grafted", () -> two.pubSub().meshPeers(fresh).contains(one.host().peerId()));
    await(two.pubSub().publish(fresh, new byte[10]));

    assertThat(got.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static GossipSubParameters withoutHeartbeat() {
    MeshParameters mesh = MeshParameters.defaults();
    return GossipSubParameters.defaults()
        .withMesh(
            new MeshParameters(
                mesh.d(),
                mesh.dLow(),
                mesh.dHigh(),
                mesh.dScore(),
                mesh.dOut(),
                Duration.ofHours(1),
                mesh.pruneBackoff(),
                mesh.unsubscribeBackoff(),
                mesh.graftFlood(),
                mesh.floodPublish(),
                mesh.fanoutTtl(),
                mesh.opportunisticGraftTicks()));
  }

  @Test
  void publishReportsWhetherAnybodyWasThere() throws Exception {
    Node one = node();
    assertThat(one.publish("nobody").reachedAnyone()).isFalse();
    Node two = node();
    two.subscribe();
    connect(one.host(), two.host());
    awaitTrue("two is known", () -> !one.pubSub().peers(TOPIC).isEmpty());

    assertThat(one.publish("hello").peers()).isEqualTo(1);
    awaitTrue("delivered", () -> two.received().contains("hello"));
    assertThat(two.received()).containsExactly("hello");
  }

  @Test
  void tooLongMessageIsRefused() throws Exception {
    Node one = node();
    assertThatThrownBy(() -> await(one.pubSub().publish(TOPIC, new byte[1 << 20])))
        .isInstanceOf(PubSubException.class)
        .hasMessageContaining("1048576");
  }

  @Test
  void messageAsLongAsAFrameAllowsIsDelivered() throws Exception {
    Node one = node();
    Node two = node();
    AtomicInteger size = new AtomicInteger();
    two.pubSub().subscribe(TOPIC, message -> size.set(message.data().length));
    connect(one.host(), two.host());
    awaitTrue("two is known", () -> !one.pubSub().peers(TOPIC).isEmpty());

    await(one.pubSub().publish(TOPIC, new byte[(1 << 20) - 200]));

    awaitTrue("delivered", () -> size.get() == (1 << 20) - 200);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 8, 20})
  void everyMessageReachesEveryHandlerExactlyOnce(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      node().subscribe();
    }
    for (int i = 0; i < count; i++) {
      for (int step : new int[] {1, 3, 7}) {
        if (step < count) {
          connect(nodes.get(i).host(), nodes.get((i + step) % count).host());
        }
      }
    }
    // All links, or as many as D_lo asks for: while a link opens, a message may find nobody yet.
    int links = Math.min(count - 1, count < 20 ? 4 : 5);
    awaitTrue(
        "all are in a mesh",
        () -> nodes.stream().allMatch(n -> n.pubSub().meshPeers(TOPIC).size() >= links));

    int rounds = 20;
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < count; i++) {
        nodes.get(i).publish(i + "/" + round);
      }
    }

    int expected = rounds * (count - 1);
    awaitTrue("all delivered", () -> nodes.stream().allMatch(n -> n.received().size() >= expected));
    for (Node node : nodes) {
      assertThat(node.received()).hasSize(expected).doesNotHaveDuplicates();
    }
  }

  @Test
  void peersThatDialEachOtherAtOnceGetEachMessageOnce() throws Exception {
    Node one = node();
    Node two = node();
    one.subscribe();
    two.subscribe();
    var there = one.host().connect(two.host().peerId(), two.host().listenAddresses());
    var back = two.host().connect(one.host().peerId(), one.host().listenAddresses());
    await(there);
    await(back);
    awaitTrue("meshed", () -> !one.pubSub().meshPeers(TOPIC).isEmpty());

    for (int i = 0; i < 200; i++) {
      one.publish("m" + i);
    }

    awaitTrue("all delivered", () -> two.received().size() >= 200);
    assertThat(two.received()).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void pubSubThatStartsLateFindsTheConnectionsThatAreThere() throws Exception {
    Host first = hosts.start();
    Host second = hosts.start();
    connect(first, second);
    awaitTrue("identified", () -> first.connections().get(0).info().isPresent());
    Node one = on(first, TopicGate.OPEN, GossipSubParameters.defaults());
    Node two = on(second, TopicGate.OPEN, GossipSubParameters.defaults());
    one.subscribe();
    two.subscribe();

    awaitTrue("meshed", () -> !one.pubSub().meshPeers(TOPIC).isEmpty());
    one.publish("hello");

    awaitTrue("delivered", () -> two.received().contains("hello"));
  }

  @Test
  void gateKeepsOutsidersOutOfATopic() throws Exception {
    Set<PeerId> members = ConcurrentHashMap.newKeySet();
    TopicGate gate = (peer, topic) -> !topic.equals(TOPIC) || members.contains(peer);
    Node one = node(gate);
    Node outsider = node();
    one.subscribe();
    outsider.subscribe();
    connect(one.host(), outsider.host());
    Topic open = new Topic("open");
    one.pubSub().subscribe(open, message -> {});
    awaitTrue("connected", () -> outsider.pubSub().peers(open).size() == 1);

    assertThat(outsider.pubSub().peers(TOPIC)).isEmpty();
    assertThat(one.publish("secret").peers()).isZero();
    outsider.publish("intrusion");

    members.add(outsider.host().peerId());
    one.pubSub().topicGateChanged(TOPIC);
    awaitTrue("let in", () -> outsider.pubSub().peers(TOPIC).size() == 1);
    awaitTrue("heard", () -> one.pubSub().peers(TOPIC).size() == 1);
    assertThat(one.publish("welcome").peers()).isEqualTo(1);
    outsider.publish("thanks");
    awaitTrue("answered", () -> one.received().contains("thanks"));
    assertThat(outsider.received()).containsExactly("welcome");
    assertThat(one.received()).containsExactly("thanks");
  }

  @Test
  void streamThatThePeerResetsIsOpenedAgainAndSaysEverythingAnew() throws Exception {
    Node one = node();
    one.subscribe();
    List<Stream> streams = new ArrayList<>();
    Queue<String> hellos = new ConcurrentLinkedQueue<>();
    Host raw =
        hosts.start(
            builder ->
                builder.handle(
                    "/meshsub/1.1.0",
                    stream -> {
                      synchronized (streams) {
                        streams.add(stream);
                      }
                      byte[] frame = await(stream.reader().readFrame(1 << 20));
                      hellos.add(new String(frame, StandardCharsets.ISO_8859_1));
                    }));
    connect(one.host(), raw);
    awaitTrue("first hello", () -> hellos.size() == 1);

    streams.get(0).reset(1);

    awaitTrue("second hello", () -> hellos.size() == 2);
    assertThat(hellos).allMatch(hello -> hello.contains(TOPIC.name()));
  }

  @Test
  void frameThatIsTooLongIsNotRead() throws Exception {
    Node one = node();
    Host raw = hosts.start();
    connect(raw, one.host());
    Stream stream = await(raw.newStream(one.host().peerId(), List.of("/meshsub/1.1.0")));

    // Announces 1 GiB.
    await(stream.write(new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 4, 1}));

    await(stream.onClose());
    awaitTrue("counted", () -> one.pubSub().metrics().get(Metric.MALFORMED) == 1);
  }

  @Test
  void peerThatNeverReadsIsDisconnectedAndOthersDoNotWait() throws Exception {
    LimitParameters defaults = LimitParameters.defaults();
    LimitParameters limits =
        new LimitParameters(
            1 << 20,
            2 << 20,
            Duration.ofSeconds(2),
            defaults.topicsPerPeer(),
            defaults.seenTtl(),
            defaults.seenEntries(),
            defaults.cacheBytes(),
            defaults.checks(),
            defaults.validationTimeout(),
            defaults.undelivered());
    Node one = on(hosts.start(), TopicGate.OPEN, GossipSubParameters.defaults().withLimits(limits));
    Node quick = node();
    quick.subscribe();
    Host stalled = hosts.start(builder -> builder.handle("/meshsub/1.1.0", stream -> {}));
    Connection connection = connect(one.host(), stalled);
    connect(one.host(), quick.host());
    Stream toOne = await(stalled.newStream(one.host().peerId(), List.of("/meshsub/1.1.0")));
    // Subscribes: {subscriptions: [{subscribe: true, topic: "conversation"}]}
    byte[] name = TOPIC.name().getBytes(StandardCharsets.US_ASCII);
    byte[] hello = new byte[6 + name.length];
    System.arraycopy(new byte[] {0x0a, (byte) (4 + name.length), 8, 1, 0x12, 12}, 0, hello, 0, 6);
    System.arraycopy(name, 0, hello, 6, name.length);
    await(toOne.writeFrame(hello));
    awaitTrue("both are known", () -> one.pubSub().peers(TOPIC).size() == 2);

    for (int i = 0; i < 40; i++) {
      int before = quick.received().size();
      one.pubSub().publish(TOPIC, new byte[200_000]);
      awaitTrue("the quick one has it", () -> quick.received().size() > before);
    }

    await(connection.onClose());
    assertThat(one.pubSub().metrics().get(Metric.SLOW_PEERS_DISCONNECTED)).isEqualTo(1);
    assertThat(one.pubSub().metrics().get(Metric.MESSAGES_DROPPED)).isPositive();
    assertThat(quick.received()).hasSize(40);
  }

  @Test
  void noStreamIsOpenedBeforeAdmission() throws Exception {
    AtomicInteger early = new AtomicInteger();
    Node one =
        on(
            hosts.start(builder -> builder.gater(new Deferring())),
            TopicGate.OPEN,
            GossipSubParameters.defaults());
    one.subscribe();
    List<Connection> upgraded = new CopyOnWriteArrayList<>();
    one.host()
        .addListener(
            event -> {
              if (event instanceof HostEvent.Upgraded up) {
                upgraded.add(up.connection());
              }
            });
    Host raw =
        hosts.start(builder -> builder.handle("/meshsub/1.1.0", stream -> early.incrementAndGet()));
    var connected = raw.connect(one.host().peerId(), one.host().listenAddresses());
    awaitTrue("upgraded", () -> upgraded.size() == 1);
    Connection fromRaw = await(connected);

    assertThatThrownBy(
            () -> {
              Stream stream = await(fromRaw.newStream(List.of("/meshsub/1.1.0", "/meshsub/1.0.0")));
              await(stream.reader().readFrame(10));
            })
        .isInstanceOf(IOException.class);
    assertThat(early).hasValue(0);
    assertThat(one.pubSub().metrics().get(Metric.RPCS_SENT)).isZero();

    upgraded.get(0).admit();
    awaitTrue("hello after admission", () -> early.get() == 1);
  }

  private static final class Deferring implements ConnectionGater {
    @Override
    public Admission upgraded(Connection connection) {
      return Admission.DEFER;
    }
  }

  @Test
  void slowHandlerHoldsUpNobodyElse() throws Exception {
    Node one = node();
    Node two = node();
    CountDownLatch release = new CountDownLatch(1);
    Queue<String> slow = new ConcurrentLinkedQueue<>();
    two.pubSub()
        .subscribe(
            TOPIC,
            message -> {
              awaitUninterruptibly(release);
              slow.add(text(message));
            });
    two.subscribe();
    connect(one.host(), two.host());
    awaitTrue("two is known", () -> !one.pubSub().peers(TOPIC).isEmpty());

    for (int i = 0; i < 10; i++) {
      one.publish("m" + i);
    }

    awaitTrue("the quick handler has all", () -> two.received().size() == 10);
    assertThat(slow).isEmpty();
    release.countDown();
    awaitTrue("the slow handler has all", () -> slow.size() == 10);
    assertThat(slow).containsExactlyElementsOf(two.received());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void slowHandlerLosesMessagesBeyondItsBoundInBytesAndGoesOn() throws Exception {
    Node one = node();
    Node two = node();
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger got = new AtomicInteger();
    two.pubSub()
        .subscribe(
            TOPIC,
            message -> {
              awaitUninterruptibly(release);
              got.incrementAndGet();
            });
    connect(one.host(), two.host());
    awaitTrue("two is known", () -> !one.pubSub().peers(TOPIC).isEmpty());

    // One is with the handler, 16 wait.
    for (int i = 1; i <= 20; i++) {
      int count = i;
      await(one.pubSub().publish(TOPIC, new byte[1_000_000]));
      awaitTrue("accepted", () -> two.pubSub().metrics().get(Metric.ACCEPTED) == count);
    }
    assertThat(two.pubSub().metrics().get(Metric.UNDELIVERED)).isBetween(3L, 4L);
    release.countDown();
    awaitTrue("drained", () -> got.get() >= 16);
    one.publish("still there");
    awaitTrue("delivered", () -> got.get() >= 17);
  }

  @Test
  void handlerThatThrowsGetsTheNextMessageAllTheSame() throws Exception {
    Node one = node();
    Node two = node();
    two.pubSub()
        .subscribe(
            TOPIC,
            message -> {
              two.received().add(text(message));
              if (text(message).equals("bad")) {
                throw new IllegalStateException("on purpose");
              }
            });
    connect(one.host(), two.host());
    awaitTrue("two is known", () -> !one.pubSub().peers(TOPIC).isEmpty());

    one.publish("bad");
    one.publish("good");

    awaitTrue("both", () -> two.received().size() == 2);
  }

  @Test
  void closedSubscriptionHearsNothingMoreAndTheLastOneLeavesTheTopic() throws Exception {
    Node one = node();
    Node two = node();
    AtomicInteger first = new AtomicInteger();
    Subscription closing = two.pubSub().subscribe(TOPIC, message -> first.incrementAndGet());
    Subscription staying =
        two.pubSub().subscribe(TOPIC, message -> two.received().add(text(message)));
    connect(one.host(), two.host());
    awaitTrue("two is known", () -> !one.pubSub().peers(TOPIC).isEmpty());
    closing.close();
    closing.close();
    one.publish("hello");
    awaitTrue("delivered", () -> two.received().size() == 1);
    assertThat(first).hasValue(0);

    staying.close();
    awaitTrue("left", () -> one.pubSub().peers(TOPIC).isEmpty());
    assertThat(two.pubSub().topics()).isEmpty();
  }

  @Test
  void handlerMayPublishSubscribeAndClose() throws Exception {
    Node one = node();
    Node two = node();
    one.subscribe();
    CountDownLatch closed = new CountDownLatch(1);
    two.pubSub()
        .subscribe(
            TOPIC,
            message -> {
              two.pubSub().subscribe(new Topic("another"), m -> {});
              two.pubSub()
                  .publish(TOPIC, "reply".getBytes(StandardCharsets.UTF_8))
                  .toCompletableFuture()
                  .join();
              two.pubSub().close();
              closed.countDown();
            });
    connect(one.host(), two.host());
    awaitTrue("meshed", () -> !one.pubSub().meshPeers(TOPIC).isEmpty());

    one.publish("hello");

    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    awaitTrue("reply", () -> one.received().contains("reply"));
    assertThatThrownBy(() -> two.subscribe()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> two.publish("late")).isInstanceOf(PubSubException.class);
    awaitTrue("one notices", () -> one.pubSub().peers(TOPIC).isEmpty());
  }
}
