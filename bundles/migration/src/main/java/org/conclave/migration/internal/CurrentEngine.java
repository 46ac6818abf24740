package org.conclave.migration.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.engine.EngineException;

/** The engine, which comes and goes. A call that needs it while it is on its way waits. */
final class CurrentEngine {
  private CompletableFuture<CryptoEngine> engine = new CompletableFuture<>();
  private final Duration patience;

  CurrentEngine(Duration patience) {
    this.patience = patience;
  }

  synchronized void arrived(CryptoEngine arrived) {
    CompletableFuture<CryptoEngine> awaited = engine;
    engine = CompletableFuture.completedFuture(arrived);
    awaited.complete(arrived);
  }

  /** Does nothing where another has taken its place already. */
  synchronized void gone(CryptoEngine gone) {
    if (gone == engine.getNow(null)) {
      engine = new CompletableFuture<>();
    }
  }

  private synchronized CompletableFuture<CryptoEngine> current() {
    return engine;
  }

  /**
   * @throws EngineException UNAVAILABLE if there is none in time; or if the thread is interrupted,
   *     and stays so
   */
  CryptoEngine await() throws EngineException {
    try {
      return current().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(EngineException.Reason.UNAVAILABLE, "interrupted", e);
    } catch (TimeoutException | ExecutionException e) {
      throw new EngineException(
          EngineException.Reason.UNAVAILABLE, "no engine within " + patience.toSeconds() + " s", e);
    }
  }
}
