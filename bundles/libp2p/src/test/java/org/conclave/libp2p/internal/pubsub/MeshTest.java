package org.conclave.libp2p.internal.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.conclave.libp2p.internal.pubsub.RouterFixture.TOPIC;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.conclave.libp2p.internal.pubsub.wire.Prune;
import org.conclave.libp2p.multiformats.PeerId;
import org.conclave.libp2p.pubsub.GossipSubParameters;
import org.conclave.libp2p.pubsub.MeshParameters;
import org.conclave.libp2p.pubsub.Topic;
import org.conclave.libp2p.pubsub.TopicGate;
import org.junit.jupiter.api.Test;

final class MeshTest {
  private static final int D = MeshParameters.defaults().d();
  private static final int D_HIGH = MeshParameters.defaults().dHigh();

  @Test
  void joiningAnnouncesAndGraftsInOneFrameWithoutHeartbeat() {
    RouterFixture it = new RouterFixture();
    List<ScriptedPeer> peers = it.subscribers(10);

    it.join();

    assertThat(it.node.router.meshPeers(TOPIC)).hasSize(D);
    assertThat(peers).allMatch(p -> p.topicsHeard().equals(List.of("+conversation")));
    assertThat(peers.stream().filter(p -> p.graftsHeard() == 1)).hasSize(D);
    assertThat(peers).allMatch(p -> p.heard.size() == 1);
    assertThat(it.time.now()).isZero();
  }

  @Test
  void subscriberIsGraftedAtOnceUntilTheMeshHasD() {
    RouterFixture it = new RouterFixture();
    it.join();

    List<ScriptedPeer> peers = it.subscribers(D + 2);

    assertThat(peers.subList(0, D)).allMatch(p -> p.graftsHeard() == 1);
    assertThat(peers.subList(D, D + 2)).allMatch(p -> p.graftsHeard() == 0);
  }

  @Test
  void newLinkHearsAllTopics() {
    RouterFixture it = new RouterFixture();
    it.join();
    it.node.router.join(new Topic("second"));

    assertThat(it.peer().topicsHeard()).containsExactly("+conversation", "+second");
  }

  @Test
  void meshAboveDHighIsPrunedToD() {
    RouterFixture it = new RouterFixture();
    it.join();
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < D_HIGH + 3; i++) {
      ScriptedPeer peer = it.peer(true);
      peer.subscribe(TOPIC);
      peer.graft(TOPIC);
      peers.add(peer);
    }
    assertThat(it.node.router.meshPeers(TOPIC)).hasSize(D_HIGH + 3);

    it.heartbeats(1);

    assertThat(it.node.router.meshPeers(TOPIC)).hasSize(D);
    List<Prune> prunes = peers.stream().flatMap(p -> p.prunesHeard().stream()).toList();
    assertThat(prunes).hasSize(D_HIGH + 3 - D).allMatch(p -> p.getBackoff() == 60);
  }

  @Test
  void graftsBeyondDHighAreTakenOnlyFromPeersThatWereDialled() {
    RouterFixture it = new RouterFixture();
    it.join();
    for (int i = 0; i < D_HIGH; i++) {
      it.subscriber().graft(TOPIC);
    }
    ScriptedPeer inbound = it.peer(false);
    inbound.subscribe(TOPIC);
    ScriptedPeer dialled = it.peer(true);
    dialled.subscribe(TOPIC);

    inbound.graft(TOPIC);
    dialled.graft(TOPIC);

    assertThat(it.node.router.meshPeers(TOPIC)).contains(dialled.id).doesNotContain(inbound.id);
    assertThat(inbound.prunesHeard()).hasSize(1);
  }

  @Test
  void pruningKeepsDOutDialledPeers() {
    RouterFixture it = new RouterFixture();
    it.join();
    Set<PeerId> dialled = new HashSet<>();
    for (int i = 0; i < D_HIGH; i++) {
      it.subscriber().graft(TOPIC);
    }
    for (int i = 0; i < 2; i++) {
      ScriptedPeer peer = it.peer(true);
      peer.subscribe(TOPIC);
      peer.graft(TOPIC);
      dialled.add(peer.id);
    }

    it.heartbeats(1);

    assertThat(it.node.router.meshPeers(TOPIC)).hasSize(D).containsAll(dialled);
  }

  @Test
  void prunedPeerIsNotGraftedBeforeItsBackoffIsOver() {
    RouterFixture it = new RouterFixture();
    ScriptedPeer peer = it.subscriber();
    it.join();
    assertThat(peer.graftsHeard()).isEqualTo(1);

    peer.prune(TOPIC, 20);
    it.heartbeats(19);
    assertThat(peer.graftsHeard()).isEqualTo(1);
    it.heartbeats(2);
    assertThat(peer.graftsHeard()).isEqualTo(2);
  }

  @Test
  void absurdBackoffIsCapped() {
    RouterFixture it = new RouterFixture();
    ScriptedPeer peer = it.subscriber();
    it.join();

    peer.prune(TOPIC, -1);
    it.time.run(Duration.ofHours(1).plusSeconds(1));

    assertThat(peer.graftsHeard()).isEqualTo(2);
  }

  @Test
  void graftDuringBackoffIsPrunedAndCosts() {
    RouterFixture it = new RouterFixture();
    ScriptedPeer peer = it.subscriber();
    it.join();
    peer.prune(TOPIC, 60);

    for (int i = 0; i < 5; i++) {
      peer.graft(TOPIC);
    }

    assertThat(it.node.router.meshPeers(TOPIC)).isEmpty();
    assertThat(peer.prunesHeard()).hasSize(5);
    // Each counts double so soon after the prune; 6 are forgiven.
    assertThat(it.node.router.score(peer.id)).isEqualTo(-160);
  }

  @Test
  void leavingPrunesTheMeshForTheShortBackoff() {
    RouterFixture it = new RouterFixture();
    ScriptedPeer peer = it.subscriber();
    it.join();

    it.node.router.leave(TOPIC);

    assertThat(peer.prunesHeard()).extracting(Prune::getBackoff).containsExactly(10L);
    assertThat(peer.topicsHeard()).containsExactly("+conversation", "-conversation");
  }

  @Test
  void graftForUnknownTopicIsNotAnswered() {
    RouterFixture it = new RouterFixture();
    ScriptedPeer peer = it.subscriber();

    peer.graft(TOPIC);

    assertThat(peer.heard).isEmpty();
  }

  @Test
  void peerOfNegativeScoreIsPrunedAtTheHeartbeat() {
    RouterFixture it = new RouterFixture();
    ScriptedPeer peer = it.subscriber();
    it.join();
    for (int i = 0; i < 4; i++) {
      peer.send(new byte[] {7});
    }

    it.heartbeats(1);

    assertThat(it.node.router.score(peer.id)).isNegative();
    assertThat(it.node.router.meshPeers(TOPIC)).isEmpty();
  }

  @Test
  void lowScoringMeshTakesInBetterPeers() {
    RouterFixture it = new RouterFixture();
    it.join();
    List<ScriptedPeer> members = it.subscribers(D);
    ScriptedPeer other = it.subscriber();
    // Only the newcomer brings messages first.
    for (int i = 1; i <= 40; i++) {
      other.send(RouterFixture.signed(other, i, "m" + i));
    }
    assertThat(it.node.router.meshPeers(TOPIC)).doesNotContain(other.id).hasSize(members.size());

    it.heartbeats(60);

    assertThat(it.node.router.meshPeers(TOPIC)).contains(other.id);
  }

  @Test
  void streamThatBreaksTakesThePeerOutOfTheMeshAndItComesBack() {
    RouterFixture it = new RouterFixture();
    it.join();
    ScriptedPeer peer = it.subscriber();
    it.node.router.linkDown(peer.id, peer);
    assertThat(it.node.router.meshPeers(TOPIC)).isEmpty();
    peer.heard.clear();

    it.node.router.linkUp(peer.id, peer, Dialect.V1_1, true, Optional.empty());

    assertThat(peer.topicsHeard()).containsExactly("+conversation");
    assertThat(peer.graftsHeard()).isEqualTo(1);
    assertThat(it.node.router.meshPeers(TOPIC)).containsExactly(peer.id);
  }

  @Test
  void gateKeepsPeersOutOfATopicWithoutTellingThem() {
    Set<PeerId> members = new HashSet<>();
    TopicGate gate = (peer, topic) -> members.contains(peer);
    RouterFixture it = new RouterFixture(GossipSubParameters.defaults(), gate);
    ScriptedPeer outsider = it.subscriber();
    it.join();
    outsider.graft(TOPIC);
    it.node.publish(TOPIC, "secret");
    it.heartbeats(3);
    assertThat(outsider.heard).isEmpty();
    assertThat(it.node.router.peers(TOPIC)).isEmpty();
    assertThat(it.node.router.score(outsider.id)).isZero();

    members.add(outsider.id);
    it.node.router.gateChanged(TOPIC);

    assertThat(outsider.topicsHeard()).containsExactly("+conversation");
    assertThat(it.node.router.meshPeers(TOPIC)).containsExactly(outsider.id);

    members.clear();
    it.node.router.gateChanged(TOPIC);

    assertThat(outsider.topicsHeard()).containsExactly("+conversation", "-conversation");
    assertThat(it.node.router.meshPeers(TOPIC)).isEmpty();
  }

  @Test
  void changeAtTheGateIsNoticedAtTheHeartbeatAtTheLatest() {
    Set<PeerId> members = new HashSet<>();
    RouterFixture it =
        new RouterFixture(GossipSubParameters.defaults(), (peer, topic) -> members.contains(peer));
    ScriptedPeer peer = it.subscriber();
    it.join();

    members.add(peer.id);
    it.heartbeats(1);
    assertThat(it.node.router.meshPeers(TOPIC)).containsExactly(peer.id);
    members.clear();
    it.heartbeats(1);
    assertThat(it.node.router.meshPeers(TOPIC)).isEmpty();
  }

  @Test
  void brokenGateKeepsEverybodyOut() {
    RouterFixture it =
        new RouterFixture(
            GossipSubParameters.defaults(),
            (peer, topic) -> {
              throw new IllegalStateException("no ledger");
            });
    ScriptedPeer peer = it.subscriber();

    it.join();

    assertThat(peer.heard).isEmpty();
  }
}
