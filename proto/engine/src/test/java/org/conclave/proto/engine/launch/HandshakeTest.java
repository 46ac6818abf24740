package org.conclave.proto.engine.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

final class HandshakeTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final LaunchSecret secret = LaunchSecret.fresh(RANDOM);
  private final InetSocketAddress engineAddress = loopback(4000);
  private final InetSocketAddress hostAddress = loopback(50_000);

  @Test
  void bothEndsRecogniseEachOther() {
    HostHandshake host = host(secret, hostAddress);
    EngineHandshake engine = engine(secret, hostAddress);
    byte[] answer = engine.answer(host.challenge()).orElseThrow();
    assertThat(engine.accepts(host.proofFor(answer).orElseThrow())).isTrue();
  }

  @Test
  void hostSendsNoProofToAnEngineWithAnotherSecret() {
    HostHandshake host = host(secret, hostAddress);
    EngineHandshake engine = engine(LaunchSecret.fresh(RANDOM), hostAddress);
    assertThat(host.proofFor(engine.answer(host.challenge()).orElseThrow())).isEmpty();
  }

  @Test
  void engineAcceptsNoHostWithAnotherSecret() {
    EngineHandshake engine = engine(secret, hostAddress);
    HostHandshake host = host(secret, hostAddress);
    engine.answer(host.challenge()).orElseThrow();
    assertThat(engine.accepts(new byte[EngineHandshake.PROOF_SIZE])).isFalse();
    assertThat(engine.accepts(new byte[0])).isFalse();
  }

  @Test
  void proofOfOneConnectionIsWorthNothingOnAnother() {
    HostHandshake host = host(secret, hostAddress);
    EngineHandshake relayed = engine(secret, loopback(50_001));
    assertThat(host.proofFor(relayed.answer(host.challenge()).orElseThrow())).isEmpty();
  }

  @Test
  void engineProofSentBackIsNoHostProof() {
    HostHandshake host = host(secret, hostAddress);
    EngineHandshake engine = engine(secret, hostAddress);
    byte[] answer = engine.answer(host.challenge()).orElseThrow();
    byte[] reflected = new byte[EngineHandshake.PROOF_SIZE];
    System.arraycopy(answer, LinkTranscript.NONCE_SIZE, reflected, 0, reflected.length);
    assertThat(engine.accepts(reflected)).isFalse();
  }

  @Test
  void engineAnswersOneChallengeOnly() {
    EngineHandshake engine = engine(secret, hostAddress);
    byte[] challenge = host(secret, hostAddress).challenge();
    assertThat(engine.answer(challenge)).isPresent();
    assertThat(engine.answer(challenge)).isEmpty();
  }

  @Test
  void engineRefusesWhatIsNoChallenge() {
    assertThat(engine(secret, hostAddress).answer(new byte[EngineHandshake.CHALLENGE_SIZE]))
        .isEmpty();
    assertThat(engine(secret, hostAddress).answer(new byte[3])).isEmpty();
  }

  @Test
  void secretArrivesThroughThePipeAndIsNeverShown() throws IOException {
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    secret.writeTo(pipe);
    assertThat(pipe.size()).isEqualTo(LaunchSecret.SIZE);
    LaunchSecret read = LaunchSecret.readFrom(new ByteArrayInputStream(pipe.toByteArray()));
    assertThat(read.authenticate(new byte[1])).isEqualTo(secret.authenticate(new byte[1]));
    assertThat(secret).hasToString("LaunchSecret[32]");
  }

  @Test
  void shortSecretIsRefused() {
    assertThatThrownBy(() -> LaunchSecret.readFrom(new ByteArrayInputStream(new byte[31])))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void wipedSecretProvesNothing() {
    secret.close();
    assertThatThrownBy(() -> secret.authenticate(new byte[1]))
        .isInstanceOf(IllegalStateException.class);
  }

  private HostHandshake host(LaunchSecret known, InetSocketAddress from) {
    return new HostHandshake(known, engineAddress, from, RANDOM);
  }

  private EngineHandshake engine(LaunchSecret known, InetSocketAddress from) {
    return new EngineHandshake(known, engineAddress, from, RANDOM);
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
