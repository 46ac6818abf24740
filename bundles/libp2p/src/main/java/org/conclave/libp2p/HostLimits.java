package org.conclave.libp2p;

import java.time.Duration;

/**
 * How much a host spends on its peers. What would go beyond is refused, and the peer that asked for
 * it pays, not the others.
 *
 * @param connections connections in all, both directions, from the first byte on
 * @param connectionsPerPeer connections to one peer
 * @param handshakes inbound connections that are not upgraded yet
 * @param streamsPerConnection streams that a peer may have open on one connection
 * @param handshakeTimeout from the first byte of a connection until it is ready for streams
 * @param streamTimeout for agreeing on the protocol of a stream
 * @param dialTimeout for {@link Host#connect}, all addresses together
 * @param unreadBytesPerConnection received but not yet read by the application, all streams
 *     together; beyond it the stream with the most is reset
 * @param unsentBytesPerStream handed to {@link Stream#write} but not yet taken by the peer's
 *     credit; beyond it further writes are refused
 */
public record HostLimits(
    int connections,
    int connectionsPerPeer,
    int handshakes,
    int streamsPerConnection,
    Duration handshakeTimeout,
    Duration streamTimeout,
    Duration dialTimeout,
    int unreadBytesPerConnection,
    int unsentBytesPerStream) {

  /** Limits for a host among some hundred peers. */
  public static HostLimits defaults() {
    return new HostLimits(
        1024,
        8,
        128,
        512,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        4 << 20,
        8 << 20);
  }

  public HostLimits withConnections(int inAll, int perPeer, int handshakesInProgress) {
    return new HostLimits(
        inAll,
        perPeer,
        handshakesInProgress,
        streamsPerConnection,
        handshakeTimeout,
        streamTimeout,
        dialTimeout,
        unreadBytesPerConnection,
        unsentBytesPerStream);
  }

  public HostLimits withStreams(int perConnection) {
    return new HostLimits(
        connections,
        connectionsPerPeer,
        handshakes,
        perConnection,
        handshakeTimeout,
        streamTimeout,
        dialTimeout,
        unreadBytesPerConnection,
        unsentBytesPerStream);
  }

  public HostLimits withTimeouts(Duration handshake, Duration stream, Duration dial) {
    return new HostLimits(
        connections,
        connectionsPerPeer,
        handshakes,
        streamsPerConnection,
        handshake,
        stream,
        dial,
        unreadBytesPerConnection,
        unsentBytesPerStream);
  }

  public HostLimits withBytes(int unreadPerConnection, int unsentPerStream) {
    return new HostLimits(
        connections,
        connectionsPerPeer,
        handshakes,
        streamsPerConnection,
        handshakeTimeout,
        streamTimeout,
        dialTimeout,
        unreadPerConnection,
        unsentPerStream);
  }
}
