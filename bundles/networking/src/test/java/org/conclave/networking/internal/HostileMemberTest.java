package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.GroupId;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Stream;
import org.conclave.libp2p.pubsub.GossipSub;
import org.conclave.libp2p.pubsub.PubSub;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.networking.internal.groups.TopicNames;
import org.conclave.proto.wire.v1.EpochDigest;
import org.conclave.proto.wire.v1.SyncAcknowledge;
import org.conclave.proto.wire.v1.SyncEnvelopes;
import org.conclave.proto.wire.v1.SyncFrame;
import org.conclave.proto.wire.v1.SyncOffer;
import org.conclave.proto.wire.v1.SyncPull;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member that is admitted and then floods; honest members must not notice much of it. */
final class HostileMemberTest {
  private static final String ECHO = "/conclave/echo/1.0.0";
  private static final Duration BOUND = Duration.ofSeconds(3);
  private static final Topic ORGANISATION = TopicNames.of(TestData.ORGANISATION);

  private final TestNetwork network = new TestNetwork();
  private final List<TestNode> all = network.members("ada", "bob", "mallory");
  private final TestNode ada = all.get(0);
  private final TestNode bob = all.get(1);
  private final GroupId group = TestNetwork.group("one", 0, all);
  private final CollectingReceiver announcements = new CollectingReceiver();
  private final EchoHandler echo = new EchoHandler(ECHO);
  private final AtomicBoolean over = new AtomicBoolean();
  private RawPeer mallory;
  private PubSub gossip;
  private volatile Connection connection;

  @BeforeEach
  void connect() throws Exception {
    ada.offered().add(announcements);
    ada.offered().add(echo);
    bob.start().dial(ada.start());
    mallory = new RawPeer("mallory");
    gossip = GossipSub.on(mallory.host()).start();
    connection = mallory.admit(ada);
  }

  @AfterEach
  void close() {
    over.set(true);
    gossip.close();
    mallory.close();
    network.close();
  }

  /** Attacks on a thread of its own until the test is over or it is disconnected. */
  private Thread attack(Runnable once) {
    Thread thread =
        new Thread(
            () -> {
              while (!over.get() && connection.isOpen()) {
                once.run();
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** An honest member's requests and messages pass within the bound until it happens. */
  private void honestTrafficFlowsUntil(String what, BooleanSupplier happened) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    int round = 0;
    while (!happened.getAsBoolean() || round == 0) {
      assertThat(System.nanoTime()).describedAs("not in time: %s", what).isLessThan(end);
      String text = "honest " + round++;
      long begin = System.nanoTime();
      assertThat(bob.node().request(ada.user(), ECHO, Bytes.utf8(text)).toCompletableFuture())
          .succeedsWithin(BOUND)
          .isEqualTo(Bytes.utf8(text));
      bob.send(group, 0, text, ada);
      TestData.await(text, BOUND, () -> ada.receiver.committed().contains(text));
      long took = System.nanoTime() - begin;
      assertThat(Duration.ofNanos(took)).isLessThan(BOUND);
      // An honest member does not hurry: what it asks for is within its own allowance.
      LockSupport.parkNanos(Math.max(0, TimeUnit.MILLISECONDS.toNanos(20) - took));
    }
  }

  private boolean isOut() {
    return !connection.isOpen() && !ada.isConnectedTo(all.get(2));
  }

  private CompletableFuture<Boolean> ask() {
    return connection
        .newStream(List.of(ECHO))
        .thenCompose(
            stream ->
                stream
                    .writeFrame(new byte[] {1})
                    .thenCompose(sent -> stream.reader().readFrame(RawPeer.FRAME))
                    .whenComplete((answer, failure) -> stream.close()))
        .thenApply(answer -> true);
  }

  @Test
  void floodOfRequestsEndsInDisconnection() throws Exception {
    attack(
        () -> {
          List<CompletableFuture<?>> asked = new ArrayList<>();
          for (int i = 0; i < 64; i++) {
            asked.add(ask().orTimeout(5, TimeUnit.SECONDS).exceptionally(failure -> true));
          }
          CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).join();
        });

    honestTrafficFlowsUntil("the flood ends", this::isOut);
  }

  @Test
  void floodOfAnnouncementsEndsInDisconnection() throws Exception {
    TestData.await("in the topic", () -> gossip.peers(ORGANISATION).size() == 1);
    attack(() -> RawPeer.get(gossip.publish(ORGANISATION, new byte[100])));

    honestTrafficFlowsUntil("the flood ends", this::isOut);

    assertThat(announcements.received()).hasSizeLessThan(3_000);
  }

  @Test
  void whoForgesStatementsIsHeardNoMore() throws Exception {
    TestData.await("in the topic", () -> gossip.peers(ORGANISATION).size() == 1);
    for (int i = 0; i < 3; i++) {
      RawPeer.get(gossip.publish(ORGANISATION, Bytes.utf8("forged " + i).toByteArray()));
    }
    TestData.await("refused", () -> announcements.received().size() == 3);

    attack(
        () -> RawPeer.get(gossip.publish(ORGANISATION, Bytes.utf8("forged more").toByteArray())));
    bob.node().announce(Bytes.utf8("true"));

    TestData.await("the true one", () -> announcements.received().contains("true"));
    honestTrafficFlowsUntil("the true one", () -> true);
    // What was judged while the third verdict was on its way.
    assertThat(announcements.received()).hasSizeLessThan(20);
  }

  @Test
  void floodOfAcknowledgementsEndsInDisconnection() throws Exception {
    flood(
        SyncFrame.newBuilder()
            .setAcknowledge(
                SyncAcknowledge.newBuilder()
                    .setGroupId(groupId())
                    .addAllIds(Collections.nCopies(8_000, ByteString.copyFrom(new byte[32]))))
            .build());

    honestTrafficFlowsUntil("the flood ends", this::isOut);
  }

  /** Says one thing over and over on a sync stream. */
  private void flood(SyncFrame frame) {
    Stream sync = mallory.open(connection, RawPeer.SYNC);
    byte[] bytes = frame.toByteArray();
    attack(
        () -> {
          try {
            RawPeer.get(sync.writeFrame(bytes));
          } catch (IllegalStateException e) {
            over.set(true);
          }
        });
  }

  private ByteString groupId() {
    return ByteString.copyFrom(group.value().toByteArray());
  }

  @Test
  void floodOfOffersEndsInDisconnection() throws Exception {
    SyncOffer.Builder offer = SyncOffer.newBuilder().setGroupId(groupId());
    for (int epoch = 0; epoch < 100; epoch++) {
      offer.addEpochs(
          EpochDigest.newBuilder()
              .setEpoch(epoch)
              .setCount(1)
              .setDigest(ByteString.copyFrom(new byte[32])));
    }

    flood(SyncFrame.newBuilder().setOffer(offer).build());

    honestTrafficFlowsUntil("the flood ends", this::isOut);
  }

  @Test
  void floodOfPullsEndsInDisconnection() throws Exception {
    SyncPull.Builder pull = SyncPull.newBuilder().setGroupId(groupId());
    for (int i = 0; i < 100; i++) {
      String text = "large " + "x".repeat(20_000) + i;
      ada.receive(group, 0, text);
      Bytes id = TestData.sha256(TestData.envelope(group, 0, text));
      pull.addIds(ByteString.copyFrom(id.toByteArray()));
    }

    flood(SyncFrame.newBuilder().setPull(pull).build());

    honestTrafficFlowsUntil("the flood ends", this::isOut);
  }

  @Test
  void floodOfWorthlessEnvelopesWaitsForItself() throws Exception {
    SyncEnvelopes.Builder envelopes = SyncEnvelopes.newBuilder();
    for (int i = 0; i < 500; i++) {
      Bytes worthless = TestData.envelope(group, 0, "worthless " + i);
      envelopes.addEnvelopes(ByteString.copyFrom(worthless.toByteArray()));
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);

    flood(SyncFrame.newBuilder().setEnvelopes(envelopes).build());

    honestTrafficFlowsUntil("two seconds are over", () -> System.nanoTime() > end);
  }

  @Test
  void whoFloodedHasNoFreshAllowanceWhenItComesBack() throws Exception {
    floodOfAnnouncementsEndsInDisconnection();
    int before = announcements.received().size();
    connection = mallory.admit(ada);
    TestData.await(
        "in the topic, or out again",
        () -> gossip.peers(ORGANISATION).size() == 1 || !connection.isOpen());
    long begin = System.nanoTime();

    attack(() -> RawPeer.get(gossip.publish(ORGANISATION, new byte[100])));
    honestTrafficFlowsUntil("it is out again", this::isOut);

    long seconds = 5 + Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    assertThat(announcements.received().size() - before).isLessThan((int) (60 * seconds));
  }
}
