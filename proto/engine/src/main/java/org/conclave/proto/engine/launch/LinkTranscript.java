package org.conclave.proto.engine.launch;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a proof covers: this protocol, this connection, these nonces. */
final class LinkTranscript {
  static final byte[] MAGIC = "CNCLAVE1".getBytes(StandardCharsets.US_ASCII);
  static final int NONCE_SIZE = 32;
  static final int PROOF_SIZE = 32;

  private static final byte[] ENGINE = "engine".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HOST = "host".getBytes(StandardCharsets.US_ASCII);

  private final LaunchSecret secret;
  private final byte[] endpoints;

  LinkTranscript(LaunchSecret secret, InetSocketAddress engine, InetSocketAddress host) {
    this.secret = secret;
    byte[] engineAddress = encode(engine);
    byte[] hostAddress = encode(host);
    endpoints = Arrays.copyOf(engineAddress, engineAddress.length + hostAddress.length);
    System.arraycopy(hostAddress, 0, endpoints, engineAddress.length, hostAddress.length);
  }

  byte[] engineProof(byte[] hostNonce, byte[] engineNonce) {
    return secret.authenticate(ENGINE, MAGIC, endpoints, hostNonce, engineNonce);
  }

  byte[] hostProof(byte[] hostNonce, byte[] engineNonce) {
    return secret.authenticate(HOST, MAGIC, endpoints, hostNonce, engineNonce);
  }

  private static byte[] encode(InetSocketAddress address) {
    byte[] host = address.getAddress().getAddress();
    return ByteBuffer.allocate(1 + host.length + Short.BYTES)
        .put((byte) host.length)
        .put(host)
        .putShort((short) address.getPort())
        .array();
  }
}
