package org.conclave.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.libp2p.TestHosts.await;
import static org.conclave.libp2p.TestHosts.awaitTrue;
import static org.conclave.libp2p.TestHosts.connect;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.conclave.libp2p.internal.noise.RawPeer;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(120)
class CloseTest {
  private static final String ECHO = "/test/echo/1.0.0";

  private final TestHosts hosts = new TestHosts();

  @AfterEach
  void closeHosts() {
    hosts.close();
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("libp2p-"))
        .collect(Collectors.toSet());
  }

  @Test
  void nothingIsLeftAfterClose() throws Exception {
    Set<Thread> before = threads();
    Host a = hosts.start();
    Host b = hosts.start(h -> h.handle(ECHO, HostTest::echo));
    Connection connection = connect(a, b);
    Stream stream = await(connection.newStream(List.of(ECHO)));
    CompletableFuture<byte[]> reading = stream.reader().readExactly(10).toCompletableFuture();
    CompletableFuture<Void> writing = stream.write(new byte[7 << 20]).toCompletableFuture();
    CompletableFuture<Connection> dialling =
        a.connect(TestHosts.newKey().peerId(), List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/1")));
    Multiaddr address = b.listenAddresses().get(0);

    a.close();
    b.close();
    b.close();

    assertThatThrownBy(() -> await(dialling)).isInstanceOf(Libp2pException.class);
    assertThat(connection.isOpen()).isFalse();
    assertThat(reading.isDone() && writing.isDone()).isTrue();
    assertThat(stream.onClose()).isCompleted();
    assertThatThrownBy(() -> await(connection.newStream(List.of(ECHO))))
        .isInstanceOf(Libp2pException.class);
    assertThatThrownBy(() -> await(stream.write(new byte[1]))).isInstanceOf(Libp2pException.class);
    awaitEndOfAllBut(before);
    try (Host again = Host.builder().key(TestHosts.newKey()).listen(address).start()) {
      assertThat(again.listenAddresses()).containsExactly(address);
    }
  }

  @Test
  void hostCanBeClosedFromItsOwnThreads() throws Exception {
    Set<Thread> before = threads();
    Host a = hosts.start();
    Host[] other = new Host[1];
    other[0] = hosts.start(h -> h.handle(ECHO, stream -> other[0].close()));
    Stream stream = await(connect(a, other[0]).newStream(List.of(ECHO)));

    await(stream.onClose());

    awaitTrue("gone", () -> a.connections().isEmpty());
    a.close();
    awaitEndOfAllBut(before);
  }

  /** A pool is terminated a moment before its last thread has ended. */
  private static void awaitEndOfAllBut(Set<Thread> before) throws Exception {
    awaitTrue("ended", () -> before.containsAll(threads()));
  }

  @Test
  void noBufferIsLeaked() throws Exception {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    ListAppender<ILoggingEvent> leaks = new ListAppender<>();
    leaks.start();
    logger.addAppender(leaks);
    // What is lost on purpose at the end need not be read by anybody.
    logger.setAdditive(false);
    try {
      Host b = hosts.start(h -> h.handle(ECHO, HostTest::echo));
      for (int i = 0; i < 10; i++) {
        try (RawPeer rude = new RawPeer(b.listenAddresses().get(0))) {
          rude.agreeOnNoise();
          rude.sendRaw(new byte[i * 7]);
        }
        Host a = hosts.start();
        Stream stream = await(connect(a, b).newStream(List.of(ECHO)));
        stream.write(new byte[1 << 20]);
        await(stream.reader().readExactly(100_000));
        if (i % 2 == 0) {
          stream.reset(0);
        }
        a.close();
      }
      b.close();
      for (int i = 0; i < 20; i++) {
        collectLeaks();
      }
      assertThat(leaks.list).isEmpty();
      // The detector itself works: it finds a buffer that is lost on purpose.
      awaitTrue(
          "a leak is found",
          () -> {
            lose();
            collectLeaks();
            return !leaks.list.isEmpty();
          });
    } finally {
      logger.detachAppender(leaks);
      logger.setAdditive(true);
    }
  }

  private static void lose() {
    ByteBufAllocator.DEFAULT.directBuffer(16).writeInt(1);
  }

  /** Leaks are reported by the allocation that follows their collection. */
  private static void collectLeaks() {
    System.gc();
    for (int i = 0; i < 50; i++) {
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
    }
  }
}
