package org.conclave.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conclave.libp2p.TestHosts.await;
import static org.conclave.libp2p.TestHosts.awaitTrue;
import static org.conclave.libp2p.TestHosts.connect;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ways in which a stream is read. */
@Timeout(60)
class InputTest {
  private static final String PROTOCOL = "/test/input/1.0.0";

  private final TestHosts hosts = new TestHosts();
  private Stream writing;
  private Stream reading;

  @BeforeEach
  void openStream() throws Exception {
    CompletableFuture<Stream> taken = new CompletableFuture<>();
    Host a = hosts.start();
    Host b = hosts.start(h -> h.handle(PROTOCOL, taken::complete));
    writing = await(connect(a, b).newStream(List.of(PROTOCOL)));
    reading = await(taken);
  }

  @AfterEach
  void closeHosts() {
    hosts.close();
  }

  private static final class Collector implements Flow.Subscriber<ByteBuffer> {
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final CompletableFuture<byte[]> all = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile int items;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
    }

    @Override
    public void onNext(ByteBuffer item) {
      assertThat(item.isReadOnly()).isTrue();
      byte[] part = new byte[item.remaining()];
      item.get(part);
      bytes.writeBytes(part);
      items++;
    }

    @Override
    public void onError(Throwable cause) {
      all.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
      all.complete(bytes.toByteArray());
    }
  }

  @Test
  void subscriberGetsEverythingButOnlyAsMuchAsItAskedFor() throws Exception {
    byte[] sent = new byte[2_000_000];
    new Random(9).nextBytes(sent);
    Collector collector = new Collector();
    reading.input().subscribe(collector);
    CompletableFuture<Void> written = writing.write(sent).toCompletableFuture();
    written.thenCompose(done -> writing.closeWrite());
    Flow.Subscription subscription = await(collector.subscription);

    subscription.request(2);
    awaitTrue("two items", () -> collector.items == 2);
    assertThat(written).isNotDone();
    subscription.request(Long.MAX_VALUE);

    assertThat(await(collector.all)).isEqualTo(sent);
    assertThatThrownBy(() -> reading.input().subscribe(new Collector()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> reading.reader()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void subscriberIsToldOfAReset() throws Exception {
    Collector collector = new Collector();
    reading.input().subscribe(collector);
    await(collector.subscription).request(10);
    writing.reset(0);
    assertThatThrownBy(() -> await(collector.all)).isInstanceOf(StreamResetException.class);
  }

  @Test
  void requestForNothingIsAnError() throws Exception {
    Collector collector = new Collector();
    reading.input().subscribe(collector);
    await(collector.subscription).request(0);
    assertThatThrownBy(() -> await(collector.all)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void endIsToldBetweenFramesAndInsideOne() throws Exception {
    writing.write(new byte[] {3, 1, 2, 3, 5, 1});
    writing.closeWrite();
    assertThat(await(reading.reader().readFrame(10))).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> await(reading.reader().readFrame(10)))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> reading.reader().awaitFrame(10, Duration.ofSeconds(5)))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void twoReadsAtOnceAreAMistake() throws Exception {
    CompletableFuture<byte[]> first = reading.reader().readExactly(5).toCompletableFuture();
    assertThatThrownBy(() -> await(reading.reader().read()))
        .isInstanceOf(IllegalStateException.class);
    writing.write(new byte[5]);
    assertThat(await(first)).hasSize(5);
  }

  @Test
  void waitingForAFrameIsBoundedAndNotForThreadsThatMoveData() throws Exception {
    assertThatThrownBy(() -> reading.reader().awaitFrame(10, Duration.ofMillis(20)))
        .isInstanceOf(java.io.InterruptedIOException.class);
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    writing
        .write(new byte[1])
        .thenRun(() -> {})
        .whenComplete(
            (nothing, cause) ->
                reading
                    .onClose()
                    .thenRun(
                        () -> {
                          try {
                            reading.reader().awaitFrame(10, Duration.ofSeconds(1));
                          } catch (java.io.IOException | IllegalStateException e) {
                            failure.complete(e);
                          }
                        }));
    writing.reset(0);
    assertThat(await(failure)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void moreThanEverythingIsRefused() throws Exception {
    CompletableFuture<byte[]> all = reading.reader().readAll(1000).toCompletableFuture();
    writing.write(new byte[1001]);
    assertThatThrownBy(() -> await(all)).isInstanceOf(FrameTooLargeException.class);
    await(writing.onClose());
  }

  @Test
  void writingAfterTheEndFails() throws Exception {
    await(writing.closeWrite());
    assertThatThrownBy(() -> await(writing.write(new byte[1]))).isInstanceOf(Libp2pException.class);
  }
}
