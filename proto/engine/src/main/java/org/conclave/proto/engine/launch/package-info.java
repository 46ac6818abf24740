/**
 * How a host and the engine that it spawned recognise each other on a loopback connection, and the
 * constants that both ends of the contract share.
 *
 * <p>The host creates 32 random bytes and writes them to the engine's standard input. On every
 * connection, before the first byte of HTTP/2, each end proves that it knows them; they are never
 * sent. The engine proves first, so that whoever took the port in its place learns nothing but a
 * nonce.
 *
 * <pre>
 * host   → engine   magic (8) ‖ host nonce (32)
 * engine → host     engine nonce (32) ‖ HMAC(secret, "engine" ‖ transcript)
 * host   → engine   HMAC(secret, "host" ‖ transcript)
 * transcript        magic ‖ engine address ‖ host address ‖ host nonce ‖ engine nonce
 * </pre>
 *
 * <p>The transcript names both ends of the TCP connection, so that nobody in between can pass one
 * connection's proof on to another. gRPC sees the connection only when the recognition is done:
 * {@link HostChannelFactory} and {@link EngineChannelFactory} put a gate in front of it.
 */
@NullMarked
package org.conclave.proto.engine.launch;

import org.jspecify.annotations.NullMarked;
