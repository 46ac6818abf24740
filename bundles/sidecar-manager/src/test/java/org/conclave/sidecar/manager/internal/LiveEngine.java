package org.conclave.sidecar.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.CommitOutcome;
import org.conclave.api.engine.CommitProposals;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.EngineStatus.State;
import org.conclave.api.engine.JoinOutcome;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.engine.Signer;

/** What tests over a real engine have in common. */
final class LiveEngine {
  private LiveEngine() {}

  /** Returns when it is ready; to be closed. */
  static EngineHost start(EngineCommand command, CurrentEngine engines, StatusLog statuses)
      throws InterruptedException {
    EngineHost host =
        EngineHost.start(
            command,
            engines,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            EngineLauncher::freePort,
            statuses);
    statuses.await(State.READY);
    return host;
  }

  /** Takes {@code newcomer} in by one commit, with which {@code state} goes on. */
  static JoinOutcome.Joined add(
      CryptoEngine engine,
      Signer inviter,
      HeldState state,
      Signer newcomer,
      Lifetime lifetime,
      Instant now)
      throws EngineException {
    KeyPackage keyPackage = engine.createKeyPackage(newcomer, lifetime, false);
    CommitOutcome.Created commit =
        (CommitOutcome.Created)
            engine.commit(
                state,
                inviter,
                CommitProposals.adding(List.of(keyPackage.message())),
                Bytes.EMPTY,
                now);
    state.go(commit.state());
    JoinOutcome.Joined joined =
        (JoinOutcome.Joined)
            engine.join(commit.welcome().orElseThrow(), newcomer, List.of(keyPackage), now);
    assertThat(joined.keyPackageReference()).isEqualTo(keyPackage.reference());
    return joined;
  }
}
