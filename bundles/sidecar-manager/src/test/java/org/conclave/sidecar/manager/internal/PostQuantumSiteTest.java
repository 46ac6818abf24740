package org.conclave.sidecar.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.CipherSuite;
import org.conclave.api.engine.EncryptOutcome;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.engine.ProcessOutcome;
import org.conclave.api.engine.Signer;
import org.conclave.api.identity.GroupId;
import org.junit.jupiter.api.Test;

/** The hybrid cipher suite by the way that a site switches it on, over a real engine. */
final class PostQuantumSiteTest {
  private static final GroupId GROUP = new GroupId(Bytes.wrap(new byte[GroupId.SIZE]));

  private final Instant now = Instant.now();
  private final Lifetime lifetime = new Lifetime(now.minusSeconds(60), now.plusSeconds(3_600));
  private final CurrentEngine engines = new CurrentEngine();
  private final SidecarCryptoEngine engine =
      new SidecarCryptoEngine(new RepeatingCaller(engines, new CallsUnderWay()));

  @Test
  void groupOfTheHybridSuiteCanBeFoundedAndJoinedWhereItIsOffered() throws Exception {
    EngineHost host = start(true);
    try {
      Signer alice = signer("alice");
      Signer bob = signer("bob");
      HeldState founded = new HeldState(engine.createGroup(GROUP, alice, lifetime, List.of()));
      HeldState bobState =
          new HeldState(LiveEngine.add(engine, alice, founded, bob, lifetime, now).state());
      EncryptOutcome.Encrypted sent =
          (EncryptOutcome.Encrypted)
              engine.encrypt(founded, alice, Bytes.utf8("hello"), Bytes.EMPTY);
      ProcessOutcome.Application read =
          (ProcessOutcome.Application) engine.process(bobState, bob, sent.message(), now);
      assertThat(read.content().toUtf8()).isEqualTo("hello");
    } finally {
      host.close();
    }
  }

  @Test
  void nothingIsBegunWithTheHybridSuiteWhereItIsNot() throws Exception {
    EngineHost host = start(false);
    try {
      Signer alice = signer("alice");
      assertThatThrownBy(() -> engine.createGroup(GROUP, alice, lifetime, List.of()))
          .isInstanceOf(EngineException.class);
      assertThatThrownBy(() -> engine.createKeyPackage(alice, lifetime, false))
          .isInstanceOf(EngineException.class);
      Signer classical = alice.in(CipherSuite.CLASSICAL);
      assertThat(engine.createGroup(GROUP, classical, lifetime, List.of())).isNotNull();
    } finally {
      host.close();
    }
  }

  private Signer signer(String name) throws EngineException {
    return new Signer(Bytes.utf8(name), engine.createIdentity())
        .in(CipherSuite.HYBRID_POST_QUANTUM);
  }

  private EngineHost start(boolean postQuantum) throws InterruptedException {
    return LiveEngine.start(
        EngineCommand.ofThisRuntime(SidecarFolder.path()).offeringPostQuantum(postQuantum),
        engines,
        new StatusLog());
  }
}
