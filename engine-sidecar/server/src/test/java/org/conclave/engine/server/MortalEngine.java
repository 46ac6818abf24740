package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.conclave.proto.engine.v1.EngineGrpc.EngineBlockingStub;

/**
 * An engine that is killed between calls and under them; a call that it died of is repeated with
 * the same state on the next engine, as a host does.
 */
final class MortalEngine implements AutoCloseable {
  private final Random choice;
  private final int mostDeaths;
  private ChildEngine engine;
  private Connection connection;
  private CompletableFuture<Void> killing = CompletableFuture.completedFuture(null);
  private int deaths;
  private int repeated;

  MortalEngine(Random choice, int mostDeaths) throws IOException {
    this.choice = choice;
    this.mostDeaths = mostDeaths;
    start();
  }

  EngineBlockingStub stub() {
    return connection.engine();
  }

  int deaths() {
    return deaths;
  }

  /** How many calls an engine died of. */
  int repeated() {
    return repeated;
  }

  /** Makes the call until an engine lives to answer it. */
  <T> T call(Supplier<T> call) throws IOException, InterruptedException {
    while (true) {
      if (deaths < mostDeaths && choice.nextInt(6) == 0) {
        deaths++;
        Process victim = engine.process();
        killing = CompletableFuture.runAsync(victim::destroyForcibly);
        if (choice.nextBoolean()) {
          // Between two calls; else beside this one, at whatever point it then is.
          killing.join();
          ChildEngine.awaitExit(victim);
        }
      }
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        assertThat(e).matches(MortalEngine::isBrokenConnection);
        repeated++;
        replace();
      }
    }
  }

  /** UNAVAILABLE, or what gRPC says of a channel that it finds closed. */
  private static boolean isBrokenConnection(StatusRuntimeException failure) {
    return failure.getStatus().getCode() == Status.Code.UNAVAILABLE
        || failure.getStatus().getCause() instanceof ClosedChannelException;
  }

  private void start() throws IOException {
    engine = ChildEngine.ready();
    connection = Connection.to(engine.port(), engine.secret());
  }

  private void replace() throws IOException, InterruptedException {
    killing.join();
    connection.close();
    ChildEngine.awaitExit(engine.process());
    engine.close();
    start();
  }

  @Override
  public void close() throws IOException {
    killing.join();
    connection.close();
    engine.close();
  }
}
