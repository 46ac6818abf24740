package org.conclave.libp2p.interop;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.conclave.libp2p.TestHosts;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;

/**
 * A js-libp2p peer in a process of its own, driven by requests; see {@code src/test/js/peer.mjs}
 * for what it can be asked. Closing it ends the process.
 */
public final class JsPeer implements AutoCloseable {
  private static final Path SOURCE = Path.of("src", "test", "js");
  private static final Path INSTALLED = Path.of("target", "js");
  private static final long INSTALL_SECONDS = 300;

  private final Process process;
  private final BufferedWriter requests;
  private final Thread reader;
  private final AtomicInteger nextId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonElement>> waiting = new ConcurrentHashMap<>();
  private final List<JsonObject> events = new CopyOnWriteArrayList<>();
  private final JsonObject listening;

  /** Installs the peers once for a build; the reason if that cannot be done. */
  static synchronized Optional<String> install() {
    try {
      Path lock = SOURCE.resolve("package-lock.json");
      Path mark = INSTALLED.resolve("installed.json");
      Files.createDirectories(INSTALLED);
      for (String file : List.of("package.json", "package-lock.json", "polyfill.mjs", "peer.mjs")) {
        Files.copy(
            SOURCE.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      Optional<String> node = run("Node.js is not there", 30, "node", "--version");
      if (node.isPresent() || (Files.exists(mark) && Files.mismatch(lock, mark) < 0)) {
        return node;
      }
      Optional<String> failed =
          run(
              "npm cannot install the peers",
              INSTALL_SECONDS,
              "npm",
              "ci",
              "--no-audit",
              "--no-fund");
      if (failed.isEmpty()) {
        Files.copy(lock, mark, StandardCopyOption.REPLACE_EXISTING);
      }
      return failed;
    } catch (IOException e) {
      return Optional.of("the peers cannot be installed: " + e.getMessage());
    }
  }

  private static Optional<String> run(String obstacle, long seconds, String... command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(INSTALLED.toFile());
      builder.environment().put("npm_config_omit_lockfile_registry_resolved", "true");
      File log = INSTALLED.resolve(command[0] + ".log").toFile();
      Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.of(obstacle + ": not within " + seconds + " s");
      }
      return process.exitValue() == 0
          ? Optional.empty()
          : Optional.of(obstacle + ": exit code " + process.exitValue());
    } catch (IOException e) {
      return Optional.of(obstacle);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(obstacle + ": interrupted");
    }
  }

  private JsPeer(Process process) {
    this.process = process;
    this.requests =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.reader = new Thread(this::readLines, "js-peer");
    reader.setDaemon(true);
    reader.start();
    this.listening = awaitEvent("listening", event -> true);
  }

  /** Starts a peer that listens on loopback. */
  public static JsPeer start() throws IOException {
    return new JsPeer(
        new ProcessBuilder("node", "peer.mjs")
            .directory(INSTALLED.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  private void readLines() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonObject said = JsonParser.parseString(line).getAsJsonObject();
        if (said.has("event")) {
          events.add(said);
          continue;
        }
        CompletableFuture<JsonElement> asked = waiting.remove(said.get("id").getAsInt());
        if (said.has("error")) {
          asked.completeExceptionally(new IOException(said.get("error").getAsString()));
        } else {
          asked.complete(said.get("ok"));
        }
      }
    } catch (IOException e) {
      waiting.values().forEach(asked -> asked.completeExceptionally(e));
    }
    waiting
        .values()
        .forEach(asked -> asked.completeExceptionally(new IOException("the peer has ended")));
  }

  public PeerId peerId() {
    return PeerId.parse(listening.get("peer").getAsString());
  }

  public List<Multiaddr> addresses() {
    return listening.getAsJsonArray("addresses").asList().stream()
        .map(a -> Multiaddr.parse(a.getAsString()))
        .toList();
  }

  /**
   * Asks for something.
   *
   * @param request its name
   * @param arguments names and values in turn; a value is a string or a number
   */
  public JsonElement ask(String request, Object... arguments) throws Exception {
    int id = nextId.incrementAndGet();
    JsonObject line = new JsonObject();
    line.addProperty("id", id);
    line.addProperty("do", request);
    for (int i = 0; i < arguments.length; i += 2) {
      if (arguments[i + 1] instanceof Number number) {
        line.addProperty((String) arguments[i], number);
      } else {
        line.addProperty((String) arguments[i], arguments[i + 1].toString());
      }
    }
    CompletableFuture<JsonElement> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    synchronized (requests) {
      requests.write(line.toString());
      requests.write('\n');
      requests.flush();
    }
    return TestHosts.await(answer);
  }

  /** The first event of that name that fits, once it is there. */
  public JsonObject awaitEvent(String name, Predicate<JsonObject> fits) {
    Predicate<JsonObject> wanted =
        event -> event.get("event").getAsString().equals(name) && fits.test(event);
    TestHosts.awaitTrue(
        "event " + name, () -> events.stream().anyMatch(wanted) || !process.isAlive());
    return events.stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> new AssertionError("the peer ended without " + name));
  }

  /** All events of that name so far. */
  public List<JsonObject> events(String name) {
    return events.stream().filter(e -> e.get("event").getAsString().equals(name)).toList();
  }

  @Override
  public void close() throws IOException {
    try (requests) {
      process.destroy();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      reader.join(TimeUnit.SECONDS.toMillis(TestHosts.SECONDS));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
