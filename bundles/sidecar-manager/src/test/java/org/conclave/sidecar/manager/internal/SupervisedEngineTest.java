package org.conclave.sidecar.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.engine.EngineStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor over real engine processes. */
final class SupervisedEngineTest {
  private final StatusLog statuses = new StatusLog();
  private final CurrentEngine engines = new CurrentEngine();
  private final SidecarCryptoEngine crypto =
      new SidecarCryptoEngine(new RepeatingCaller(engines, new CallsUnderWay()));
  private final Deque<EngineHost> hosts = new ArrayDeque<>();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    hosts.forEach(EngineHost::close);
    for (EngineStatus status : statuses.all()) {
      assertThat(status.pid() != 0 && isAlive(status.pid())).as("an orphan").isFalse();
    }
  }

  @Test
  void engineComesUpAndStops() throws Exception {
    EngineHost host = start(SidecarFolder.path(), EngineLauncher::freePort);
    EngineStatus ready = statuses.await(State.READY);
    assertThat(isAlive(ready.pid())).isTrue();
    assertThat(ready.version()).isEqualTo("0.1.0");
    assertThat(crypto.createIdentity().publicKey().size()).isEqualTo(32);
    host.close();
    assertThat(isAlive(ready.pid())).isFalse();
    assertThat(statuses.all().get(statuses.all().size() - 1).state()).isEqualTo(State.STOPPED);
    assertThatThrownBy(crypto::createIdentity)
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.reason()).isEqualTo(EngineException.Reason.UNAVAILABLE));
  }

  /** A bundle that hears of the engine starts threads that stay when the engine goes. */
  @Test
  void threadsOfThoseWhoHearOfTheEngineAreNotWaitedFor() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Thread> listeners = new CompletableFuture<>();
    EngineHost host =
        EngineHost.start(
            EngineCommand.ofThisRuntime(SidecarFolder.path()),
            engines,
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            EngineLauncher::freePort,
            status -> {
              statuses.accept(status);
              if (status.state() == State.READY) {
                listeners.complete(threadThatWaitsFor(end));
              }
            });
    hosts.add(host);
    Thread listener = listeners.get(30, TimeUnit.SECONDS);
    long before = System.nanoTime();
    host.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    assertThat(listener.isAlive()).isTrue();
    end.countDown();
    listener.join();
  }

  private static Thread threadThatWaitsFor(CountDownLatch end) {
    Thread thread =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void crashIsNoticedWithinASecondAndAnsweredWithAnotherEngine() throws Exception {
    start(SidecarFolder.path(), EngineLauncher::freePort);
    EngineStatus first = statuses.await(State.READY);
    int known = statuses.all().size();
    kill(first.pid());
    statuses.await(known, Duration.ofSeconds(1), s -> s.state() == State.RESTARTING);
    EngineStatus second =
        statuses.await(known, Duration.ofSeconds(20), s -> s.state() == State.READY);
    assertThat(second.pid()).isNotEqualTo(first.pid());
    assertThat(second.restarts()).isEqualTo(1);
    assertThat(crypto.createIdentity().publicKey().size()).isEqualTo(32);
  }

  @Test
  void callsUnderWayAreRepeatedOnTheNextEngine() throws Exception {
    start(SidecarFolder.path(), EngineLauncher::freePort);
    EngineStatus first = statuses.await(State.READY);
    int known = statuses.all().size();
    AtomicBoolean running = new AtomicBoolean(true);
    AtomicInteger calls = new AtomicInteger();
    CompletableFuture<Void> caller =
        CompletableFuture.runAsync(
            () -> {
              while (running.get()) {
                try {
                  crypto.createIdentity();
                  calls.incrementAndGet();
                } catch (EngineException e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    Eventually.holds("calls are under way", Duration.ofSeconds(10), () -> calls.get() > 20);
    kill(first.pid());
    statuses.await(known, Duration.ofSeconds(20), s -> s.state() == State.READY);
    int before = calls.get();
    Eventually.holds("calls go on", Duration.ofSeconds(10), () -> calls.get() > before + 20);
    running.set(false);
    caller.get(10, TimeUnit.SECONDS);
  }

  @Test
  void brokenEngineEndsInAFailedStateWithAMessageForAPerson() throws Exception {
    Files.writeString(folder.resolve("conclave-engine-server.jar"), "no jar");
    start(folder, EngineLauncher::freePort);
    EngineStatus failed = statuses.await(0, Duration.ofSeconds(60), s -> s.state() == State.FAILED);
    assertThat(failed.message())
        .contains("it ended at once with status 1")
        .contains("none is lost")
        .contains("restart Conclave");
    assertThat(failed.restarts()).isEqualTo(RestartPolicy.LIMIT + 1);
    assertThatThrownBy(crypto::createIdentity)
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.reason()).isEqualTo(EngineException.Reason.UNAVAILABLE));
  }

  @Test
  void missingFolderFailsAndIsTriedAgain() throws Exception {
    Path missing = folder.resolve("later");
    start(missing, EngineLauncher::freePort);
    EngineStatus failed = statuses.await(0, Duration.ofSeconds(60), s -> s.state() == State.FAILED);
    assertThat(failed.message()).contains("cannot be run");
    int known = statuses.all().size();
    Files.createSymbolicLink(missing, SidecarFolder.path());
    statuses.await(known, Duration.ofSeconds(60), s -> s.state() == State.READY);
  }

  @Test
  void takenPortIsReplacedByAnother() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      AtomicInteger asked = new AtomicInteger();
      start(
          SidecarFolder.path(),
          () -> asked.getAndIncrement() == 0 ? taken.getLocalPort() : EngineLauncher.freePort());
      EngineStatus ready = statuses.await(State.READY);
      assertThat(ready.port()).isNotEqualTo(taken.getLocalPort());
      assertThat(ready.restarts()).isZero();
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGSTOP")
  void engineThatNoLongerAnswersIsReplaced() throws Exception {
    start(SidecarFolder.path(), EngineLauncher::freePort);
    EngineStatus first = statuses.await(State.READY);
    int known = statuses.all().size();
    run("kill", "-STOP", Long.toString(first.pid()));
    EngineStatus second =
        statuses.await(known, Duration.ofSeconds(30), s -> s.state() == State.READY);
    assertThat(second.pid()).isNotEqualTo(first.pid());
    assertThat(isAlive(first.pid())).isFalse();
  }

  @Test
  void killedHostLeavesNoOrphan() throws Exception {
    Process host =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dconclave.test.sidecar=" + SidecarFolder.path(),
                "-cp",
                System.getProperty("java.class.path"),
                LonelyHost.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long engine;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
      engine = Long.parseLong(lines.readLine());
      assertThat(isAlive(engine)).isTrue();
      host.destroyForcibly();
      host.waitFor();
    } finally {
      host.destroyForcibly();
    }
    Eventually.holds("the engine ends", Duration.ofSeconds(5), () -> !isAlive(engine));
  }

  private EngineHost start(Path sidecar, IntSupplier ports) {
    EngineHost host =
        EngineHost.start(
            EngineCommand.ofThisRuntime(sidecar),
            engines,
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            ports,
            statuses);
    hosts.add(host);
    return host;
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private static void kill(long pid) {
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(List.of(command)).inheritIO().start().waitFor()).isZero();
  }
}
