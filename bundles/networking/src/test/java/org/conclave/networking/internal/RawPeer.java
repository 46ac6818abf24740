package org.conclave.networking.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.ListenException;
import org.conclave.libp2p.Stream;
import org.conclave.libp2p.StreamHandler;
import org.conclave.libp2p.crypto.HostKey;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.proto.wire.v1.AdmissionVerdict;

/** A libp2p host that does what it likes on a connection to a node. */
final class RawPeer implements AutoCloseable {
  static final String ADMIT = "/conclave/admit/1.0.0";
  static final String SYNC = "/conclave/sync/1.0.0";
  static final byte[] GIGABYTE = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x04};

  static final int FRAME = 64 << 10;

  private final String name;
  private final Host host;

  RawPeer(String name) throws ListenException {
    this(name, stream -> stream.reset(0));
  }

  /** One that listens, and does so with the dialogues of those who dial it. */
  RawPeer(String name, StreamHandler admission) throws ListenException {
    this.name = name;
    HostKey key = TestData.key(name);
    host =
        Host.builder()
            .key(key)
            .listen(Multiaddr.parse(TestNode.LOOPBACK))
            .handle(ADMIT, admission)
            .start();
  }

  String address() {
    return host.listenAddresses().get(0).withPeerId(host.peerId()).toString();
  }

  byte[] certificate() {
    return FakeLedger.certificate(TestData.device(name)).toByteArray();
  }

  Host host() {
    return host;
  }

  Connection connect(TestNode node) {
    Multiaddr address = Multiaddr.parse(node.address());
    return get(host.connect(address.peerId().orElseThrow(), List.of(address.withoutPeerId())));
  }

  Stream open(Connection connection, String protocol) {
    return get(connection.newStream(List.of(protocol)));
  }

  /**
   * Goes through the dialogue as a member does, and waits until the node counts it as connected.
   */
  Connection admit(TestNode node) {
    Connection connection = connect(node);
    Stream stream = open(connection, ADMIT);
    get(stream.writeFrame(certificate()));
    get(stream.reader().readFrame(FRAME));
    get(stream.reader().readFrame(FRAME));
    get(stream.writeFrame(verdict(AdmissionVerdict.Verdict.ADMITTED)));
    TestData.await(
        "the raw peer is admitted",
        () ->
            node.node().peers().stream()
                .anyMatch(
                    p ->
                        ByteBuffer.wrap(host.peerId().toBytes())
                            .equals(p.device().value().asByteBuffer())));
    return connection;
  }

  static byte[] verdict(AdmissionVerdict.Verdict verdict) {
    return AdmissionVerdict.newBuilder().setVerdict(verdict).build().toByteArray();
  }

  static <T> T get(java.util.concurrent.CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    try {
      return future.get(15, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    host.close();
  }
}
