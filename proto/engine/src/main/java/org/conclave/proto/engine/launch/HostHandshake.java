package org.conclave.proto.engine.launch;

import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * The host's end of the recognition on one connection. Not thread-safe; good for one connection.
 */
final class HostHandshake {
  /** Length of what {@link #proofFor} takes. */
  static final int ANSWER_SIZE = LinkTranscript.NONCE_SIZE + LinkTranscript.PROOF_SIZE;

  private final LinkTranscript transcript;
  private final byte[] hostNonce = new byte[LinkTranscript.NONCE_SIZE];

  /**
   * @param engine the address that was dialled
   * @param host the address of this end
   */
  HostHandshake(
      LaunchSecret secret, InetSocketAddress engine, InetSocketAddress host, SecureRandom random) {
    transcript = new LinkTranscript(secret, engine, host);
    random.nextBytes(hostNonce);
  }

  /** The first bytes on the connection. They tell nothing. */
  byte[] challenge() {
    byte[] challenge =
        Arrays.copyOf(LinkTranscript.MAGIC, LinkTranscript.MAGIC.length + hostNonce.length);
    System.arraycopy(hostNonce, 0, challenge, LinkTranscript.MAGIC.length, hostNonce.length);
    return challenge;
  }

  /**
   * Checks the engine's answer, in constant time, and proves the host in turn.
   *
   * @return what to send before anything else; empty if the other end does not know the secret:
   *     close the connection
   */
  Optional<byte[]> proofFor(byte[] answer) {
    if (answer.length != ANSWER_SIZE) {
      return Optional.empty();
    }
    byte[] engineNonce = Arrays.copyOf(answer, LinkTranscript.NONCE_SIZE);
    byte[] proof = Arrays.copyOfRange(answer, LinkTranscript.NONCE_SIZE, ANSWER_SIZE);
    if (!MessageDigest.isEqual(proof, transcript.engineProof(hostNonce, engineNonce))) {
      return Optional.empty();
    }
    return Optional.of(transcript.hostProof(hostNonce, engineNonce));
  }
}
