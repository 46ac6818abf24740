package org.conclave.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.libp2p.TestHosts.await;
import static org.conclave.libp2p.TestHosts.awaitTrue;
import static org.conclave.libp2p.TestHosts.connect;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionTest {
  private static final String ADMIT = "/test/admit/1.0.0";
  private static final String ECHO = "/test/echo/1.0.0";

  private final TestHosts hosts = new TestHosts();

  @AfterEach
  void closeHosts() {
    hosts.close();
  }

  private static ConnectionGater deferring(Duration timeout) {
    return new ConnectionGater() {
      @Override
      public Admission upgraded(Connection connection) {
        return Admission.DEFER;
      }

      @Override
      public Set<String> protocolsBeforeAdmission() {
        return Set.of(ADMIT);
      }

      @Override
      public Duration admissionTimeout() {
        return timeout;
      }
    };
  }

  private static long count(List<HostEvent> events, Class<?> kind) {
    return events.stream().filter(kind::isInstance).count();
  }

  @Test
  void nothingButTheNamedProtocolsIsServedBeforeAdmission() throws Exception {
    List<HostEvent> events = new CopyOnWriteArrayList<>();
    Host a = hosts.start();
    Host b =
        hosts.start(
            h ->
                h.gater(deferring(Duration.ofSeconds(20)))
                    .listener(events::add)
                    .handle(ADMIT, HostTest::echo)
                    .handle(ECHO, HostTest::echo));
    Connection connection = connect(a, b);
    for (String refused :
        List.of(ECHO, "/ipfs/ping/1.0.0", "/ipfs/id/1.0.0", "/ipfs/id/push/1.0.0", "/unknown")) {
      assertThatThrownBy(() -> await(connection.newStream(List.of(refused))))
          .isInstanceOf(ProtocolNotSupportedException.class);
    }
    Stream admit = await(connection.newStream(List.of(ADMIT)));
    await(admit.write(new byte[] {42}));
    assertThat(await(admit.reader().readExactly(1))).containsExactly(42);

    assertThat(count(events, HostEvent.Upgraded.class)).isEqualTo(1);
    assertThat(count(events, HostEvent.Connected.class)).isZero();
    assertThat(b.connections()).isEmpty();
    Connection deferred =
        events.stream()
            .filter(HostEvent.Upgraded.class::isInstance)
            .map(e -> ((HostEvent.Upgraded) e).connection())
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(() -> await(deferred.newStream(List.of("/ipfs/ping/1.0.0"))))
        .isInstanceOf(ProtocolNotSupportedException.class);
    assertThat(connection.info()).as("identify waits for admission").isEmpty();

    deferred.admit();
    deferred.admit();

    awaitTrue("identified here", () -> deferred.info().isPresent());
    awaitTrue("identified there", () -> connection.info().isPresent());
    assertThat(await(a.ping(b.peerId()))).isPositive();
    assertThat(await(b.ping(a.peerId()))).isPositive();
    assertThat(events.stream().map(e -> e.getClass().getSimpleName()))
        .containsSubsequence("Upgraded", "Connected", "Identified");
    assertThat(count(events, HostEvent.Connected.class)).isEqualTo(1);
  }

  @Test
  void bothSidesMayDefer() throws Exception {
    HostListener admitsAtOnce =
        event -> {
          if (event instanceof HostEvent.Upgraded upgraded) {
            upgraded.connection().admit();
          }
        };
    Host a = hosts.start(h -> h.gater(deferring(Duration.ofSeconds(9))).listener(admitsAtOnce));
    Host b = hosts.start(h -> h.gater(deferring(Duration.ofSeconds(9))).listener(admitsAtOnce));

    Connection connection = connect(a, b);

    awaitTrue("identified", () -> connection.info().isPresent());
    assertThat(connection.isAdmitted()).isTrue();
  }

  @Test
  void connectionThatIsNotAdmittedInTimeIsClosed() throws Exception {
    List<HostEvent> events = new CopyOnWriteArrayList<>();
    Host a = hosts.start();
    Host b = hosts.start(h -> h.gater(deferring(Duration.ofMillis(200))).listener(events::add));
    Connection connection = connect(a, b);

    await(connection.onClose());

    assertThat(count(events, HostEvent.Connected.class)).isZero();
    assertThat(count(events, HostEvent.Disconnected.class)).isZero();
  }

  @Test
  void dialThatIsNotAdmittedFails() throws Exception {
    Host a = hosts.start(h -> h.gater(deferring(Duration.ofMillis(200))));
    Host b = hosts.start();

    assertThatThrownBy(() -> connect(a, b))
        .isInstanceOf(Libp2pException.class)
        .hasMessageContaining("before it was admitted");
  }

  @Test
  void everyPointOfTheGateRefuses() throws Exception {
    Host target = hosts.start();
    List<ConnectionGater> diallers =
        List.of(
            new ConnectionGater() {
              @Override
              public boolean allowPeerDial(PeerId peer) {
                return false;
              }
            },
            new ConnectionGater() {
              @Override
              public boolean allowAddressDial(PeerId peer, Multiaddr address) {
                return false;
              }
            },
            new ConnectionGater() {
              @Override
              public boolean allowSecured(Direction direction, PeerId peer, Multiaddr remote) {
                return direction != Direction.OUTBOUND;
              }
            },
            new ConnectionGater() {
              @Override
              public Admission upgraded(Connection connection) {
                return Admission.REFUSE;
              }
            },
            new ConnectionGater() {
              @Override
              public Admission upgraded(Connection connection) {
                throw new IllegalStateException("expected by the test");
              }
            });
    for (ConnectionGater gater : diallers) {
      Host dialler = hosts.start(h -> h.gater(gater));
      assertThatThrownBy(() -> connect(dialler, target)).isInstanceOf(Libp2pException.class);
      assertThat(dialler.connections()).isEmpty();
    }
    List<ConnectionGater> listeners =
        List.of(
            new ConnectionGater() {
              @Override
              public boolean allowAccept(Multiaddr remote) {
                return false;
              }
            },
            new ConnectionGater() {
              @Override
              public boolean allowSecured(Direction direction, PeerId peer, Multiaddr remote) {
                return direction != Direction.INBOUND;
              }
            });
    for (ConnectionGater gater : listeners) {
      Host listener = hosts.start(h -> h.gater(gater));
      Host dialler = hosts.start();
      dialler.connect(listener.peerId(), listener.listenAddresses());
      awaitTrue("refused", () -> dialler.connections().isEmpty());
      assertThat(listener.connections()).isEmpty();
    }
  }

  @Test
  void streamsOfAnAdmittedConnectionAreGatedOneByOne() throws Exception {
    Host a = hosts.start();
    Host b =
        hosts.start(
            h ->
                h.handle(ECHO, HostTest::echo)
                    .gater(
                        new ConnectionGater() {
                          @Override
                          public boolean allowStream(
                              Connection connection, String protocol, Direction direction) {
                            return !protocol.equals(ECHO);
                          }
                        }));
    Connection connection = connect(a, b);

    assertThatThrownBy(() -> await(connection.newStream(List.of(ECHO, "/other"))))
        .isInstanceOf(ProtocolNotSupportedException.class);
    assertThat(await(a.ping(b.peerId()))).isPositive();
  }
}
