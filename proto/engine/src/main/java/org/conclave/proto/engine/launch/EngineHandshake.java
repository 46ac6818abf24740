package org.conclave.proto.engine.launch;

import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The engine's end of the recognition on one connection. Not thread-safe; good for one connection.
 */
final class EngineHandshake {
  /** Length of what {@link #answer} takes. */
  static final int CHALLENGE_SIZE = LinkTranscript.MAGIC.length + LinkTranscript.NONCE_SIZE;

  /** Length of what {@link #accepts} takes. */
  static final int PROOF_SIZE = LinkTranscript.PROOF_SIZE;

  private final LinkTranscript transcript;
  private final byte[] engineNonce = new byte[LinkTranscript.NONCE_SIZE];
  private byte @Nullable [] hostNonce;

  /**
   * @param engine the address of this end
   * @param host the address that the connection comes from
   */
  EngineHandshake(
      LaunchSecret secret, InetSocketAddress engine, InetSocketAddress host, SecureRandom random) {
    transcript = new LinkTranscript(secret, engine, host);
    random.nextBytes(engineNonce);
  }

  /**
   * The engine's proof.
   *
   * @return what to send; empty if {@code challenge} is not one: close the connection
   */
  Optional<byte[]> answer(byte[] challenge) {
    int magic = LinkTranscript.MAGIC.length;
    if (hostNonce != null
        || challenge.length != CHALLENGE_SIZE
        || !Arrays.equals(challenge, 0, magic, LinkTranscript.MAGIC, 0, magic)) {
      return Optional.empty();
    }
    hostNonce = Arrays.copyOfRange(challenge, magic, CHALLENGE_SIZE);
    byte[] proof = transcript.engineProof(hostNonce, engineNonce);
    byte[] answer = Arrays.copyOf(engineNonce, engineNonce.length + proof.length);
    System.arraycopy(proof, 0, answer, engineNonce.length, proof.length);
    return Optional.of(answer);
  }

  /** Whether {@code proof} shows that the host knows the secret; compared in constant time. */
  boolean accepts(byte[] proof) {
    return hostNonce != null
        && MessageDigest.isEqual(proof, transcript.hostProof(hostNonce, engineNonce));
  }
}
