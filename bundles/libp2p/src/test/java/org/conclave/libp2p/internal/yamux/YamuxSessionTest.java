package org.conclave.libp2p.internal.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.conclave.libp2p.ConnectionClosedException;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.HostLimits;
import org.conclave.libp2p.internal.transport.MuxedStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The dialling side of a session, on a channel whose clock the test moves. */
class YamuxSessionTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final YamuxSession session;
  private final List<MuxedStream> accepted = new ArrayList<>();

  YamuxSessionTest() {
    channel.freezeTime();
    session = (YamuxSession) new Yamux().mux(channel, Direction.OUTBOUND, HostLimits.defaults());
    session.onStream(accepted::add);
    channel.runPendingTasks();
    assertThat(sent()).extracting(YamuxFrame::type).containsExactly(YamuxFrame.PING);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  /** The frames that were sent since the last call; data is counted and dropped. */
  private List<YamuxFrame> sent() {
    channel.runPendingTasks();
    channel.flushOutbound();
    List<YamuxFrame> frames = new ArrayList<>();
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    try {
      while (all.isReadable()) {
        byte[] header = new byte[YamuxFrame.HEADER_LENGTH];
        all.readBytes(header);
        YamuxFrame frame = YamuxFrame.decode(header);
        if (frame.type() == YamuxFrame.DATA) {
          all.skipBytes((int) frame.length());
        }
        frames.add(frame);
      }
    } catch (YamuxProtocolException e) {
      throw new AssertionError(e);
    }
    return frames;
  }

  private void receive(int type, int flags, int stream, long length) {
    channel.writeInbound(new YamuxFrame(type, flags, stream, length).encode());
  }

  private void receiveData(int flags, int stream, int length) {
    receive(YamuxFrame.DATA, flags, stream, length);
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[length]));
  }

  private MuxedStream open() {
    MuxedStream stream = session.openStream().join();
    sent();
    return stream;
  }

  @Test
  void dataBeyondTheCreditWaitsForMore() {
    MuxedStream stream = open();
    CompletableFuture<Void> done = new CompletableFuture<>();
    stream.write(ByteBuffer.allocate(YamuxFrame.INITIAL_WINDOW + 100), done);
    assertThat(sent().stream().mapToLong(YamuxFrame::length).sum())
        .isEqualTo(YamuxFrame.INITIAL_WINDOW);
    assertThat(done).isNotDone();

    receive(YamuxFrame.WINDOW_UPDATE, YamuxFrame.ACK, 1, 60);
    assertThat(done).isNotDone();
    receive(YamuxFrame.WINDOW_UPDATE, 0, 1, 60);

    assertThat(done).isCompleted();
    assertThat(sent().stream().mapToLong(YamuxFrame::length).sum()).isEqualTo(100);
  }

  @Test
  void creditIsGivenForWhatWasReadAndNotForWhatArrived() {
    MuxedStream stream = open();
    receiveData(YamuxFrame.ACK, 1, 200 * 1024);
    assertThat(sent()).isEmpty();

    assertThat(stream.poll().remaining()).isEqualTo(200 * 1024);

    assertThat(sent())
        .singleElement()
        .satisfies(
            frame -> {
              assertThat(frame.type()).isEqualTo(YamuxFrame.WINDOW_UPDATE);
              assertThat(frame.length()).isGreaterThanOrEqualTo(200 * 1024);
            });
  }

  @Test
  void streamsTakeTurns() {
    MuxedStream first = open();
    MuxedStream second = open();
    channel.config().setAutoRead(true);
    session.executor().execute(() -> {});
    // While frames are read nothing is sent, so both have something to send afterwards.
    first.receiver(new WriteOnRead(first));
    second.receiver(new WriteOnRead(second));
    ByteBuf both = Unpooled.buffer();
    both.writeBytes(new YamuxFrame(YamuxFrame.DATA, 0, 1, 1).encode()).writeByte(0);
    both.writeBytes(new YamuxFrame(YamuxFrame.DATA, 0, 3, 1).encode()).writeByte(0);
    channel.writeInbound(Unpooled.wrappedBuffer(both.array(), 0, both.readableBytes()));

    assertThat(sent().stream().filter(f -> f.type() == YamuxFrame.DATA).map(YamuxFrame::stream))
        .startsWith(1, 3, 1, 3);
  }

  private record WriteOnRead(MuxedStream stream) implements MuxedStream.Receiver {
    @Override
    public void readable() {
      stream.write(ByteBuffer.allocate(200_000), new CompletableFuture<>());
    }

    @Override
    public void closed(@Nullable Throwable cause) {
      assertThat(cause).isNotNull();
    }
  }

  @Test
  void onlySoManyStreamsAreOpenedWithoutAcknowledgement() {
    List<CompletableFuture<MuxedStream>> opened = new ArrayList<>();
    for (int i = 0; i < 257; i++) {
      opened.add(session.openStream());
    }
    assertThat(opened.get(255)).isCompleted();
    assertThat(opened.get(256)).isNotDone();
    receive(YamuxFrame.WINDOW_UPDATE, YamuxFrame.ACK, 1, 0);
    assertThat(opened.get(256)).isCompleted();
  }

  @Test
  void framesForAStreamThatWasResetAreDropped() {
    MuxedStream stream = open();
    stream.reset(0);
    assertThat(sent()).extracting(YamuxFrame::flags).containsExactly(YamuxFrame.RST);
    receiveData(0, 1, 1000);
    receive(YamuxFrame.WINDOW_UPDATE, YamuxFrame.FIN, 1, 5);
    assertThat(channel.isActive()).isTrue();
    assertThat(session.openStreams()).isZero();
  }

  @Test
  void halfClosedStreamStillReceives() {
    MuxedStream stream = open();
    CompletableFuture<Void> done = new CompletableFuture<>();
    stream.closeWrite(done);
    assertThat(sent()).extracting(YamuxFrame::flags).containsExactly(YamuxFrame.FIN);
    assertThat(done).isCompleted();
    receiveData(YamuxFrame.FIN, 1, 10);
    assertThat(stream.ended()).isFalse();
    assertThat(stream.poll().remaining()).isEqualTo(10);
    assertThat(stream.ended()).isTrue();
    assertThat(session.openStreams()).isZero();
  }

  @Test
  void streamThatIsNoLongerReadIsResetIfThePeerGoesOn() {
    MuxedStream stream = open();
    stream.closeWrite(new CompletableFuture<>());
    stream.stopReading();
    sent();
    channel.advanceTimeBy(11, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(sent()).extracting(YamuxFrame::flags).contains(YamuxFrame.RST);
    assertThat(session.openStreams()).isZero();
  }

  @Test
  void pingIsAnswered() {
    receive(YamuxFrame.PING, YamuxFrame.SYN, 0, 0xcafebabeL);
    assertThat(sent())
        .containsExactly(new YamuxFrame(YamuxFrame.PING, YamuxFrame.ACK, 0, 0xcafebabeL));
  }

  @Test
  void silentPeerIsGivenUp() {
    channel.advanceTimeBy(29, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isActive()).isTrue();
    channel.advanceTimeBy(2, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
    assertThat(channel.isActive()).isFalse();
  }

  @Test
  void peerThatAnswersIsKept() {
    for (int i = 1; i <= 10; i++) {
      receive(YamuxFrame.PING, YamuxFrame.ACK, 0, i);
      channel.advanceTimeBy(30, TimeUnit.SECONDS);
      channel.runScheduledPendingTasks();
    }
    assertThat(channel.isActive()).isTrue();
  }

  @Test
  void goAwayStopsNewStreamsAndLetsOldOnesFinish() {
    MuxedStream stream = open();
    receive(YamuxFrame.GO_AWAY, 0, 0, YamuxFrame.NORMAL_END);
    assertThat(session.takesStreams()).isFalse();
    assertThatThrownBy(() -> session.openStream().join())
        .hasCauseInstanceOf(ConnectionClosedException.class);
    receiveData(0, 1, 10);
    assertThat(stream.poll().remaining()).isEqualTo(10);
    assertThat(channel.isActive()).isTrue();
    stream.closeWrite(new CompletableFuture<>());
    receive(YamuxFrame.WINDOW_UPDATE, YamuxFrame.FIN, 1, 0);
    channel.runPendingTasks();
    assertThat(channel.isActive()).isFalse();
  }

  @Test
  void framesMayBeCutAnywhere() {
    ByteBuf frames = Unpooled.buffer();
    frames.writeBytes(new YamuxFrame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.SYN, 2, 0).encode());
    frames.writeBytes(new YamuxFrame(YamuxFrame.DATA, YamuxFrame.FIN, 2, 5).encode());
    frames.writeBytes(new byte[] {1, 2, 3, 4, 5});
    while (frames.isReadable()) {
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {frames.readByte()}));
    }
    MuxedStream stream = accepted.get(0);
    ByteBuffer received = ByteBuffer.allocate(5);
    for (ByteBuffer part = stream.poll(); part != null; part = stream.poll()) {
      received.put(part);
    }
    assertThat(received.array()).containsExactly(1, 2, 3, 4, 5);
    assertThat(stream.ended()).isTrue();
  }
}
