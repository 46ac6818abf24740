package org.conclave.sidecar.manager.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The command line of an engine: this JVM's own {@code java}, every jar of one folder, flags for a
 * small child that starts fast and leaves no trace on disk. Nothing secret is on it.
 *
 * @param sidecar folder of the engine's jars and, optionally, {@code engine-<feature>.jsa}
 * @param javaHome of the Java runtime to use
 * @param javaFeature its feature version, e.g. 17
 * @param furtherOptions for the JVM, behind those that are always given
 * @param postQuantum whether the engine offers the hybrid cipher suite too
 */
record EngineCommand(
    Path sidecar,
    Path javaHome,
    int javaFeature,
    List<String> furtherOptions,
    boolean postQuantum) {
  static final String MAIN_CLASS = "org.conclave.engine.server.EngineMain";

  /** For the runtime that this code runs on. */
  static EngineCommand ofThisRuntime(Path sidecar) {
    return new EngineCommand(
        sidecar,
        Path.of(System.getProperty("java.home")),
        Runtime.version().feature(),
        List.of(),
        false);
  }

  /**
   * The same with further options for the JVM.
   *
   * @param options separated by white space; null or blank for none
   */
  EngineCommand with(@Nullable String options) {
    List<String> words =
        options == null || options.isBlank() ? List.of() : List.of(options.strip().split("\\s+"));
    return new EngineCommand(sidecar, javaHome, javaFeature, words, postQuantum);
  }

  /** The same for an engine that offers the hybrid cipher suite, or does not. */
  EngineCommand offeringPostQuantum(boolean offered) {
    return new EngineCommand(sidecar, javaHome, javaFeature, furtherOptions, offered);
  }

  /**
   * The words of the command.
   *
   * @throws IOException if the folder has no jar or cannot be read
   */
  List<String> forPort(int port) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(executable().toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-Xms24m", "-Xmx512m", "-Xss512k"));
    // One compiler: an engine that answers small calls spends more on the second one than it gains.
    words.add("-XX:TieredStopAtLevel=1");
    // Argon2id fills the heap for a few seconds; at once, not in many steps, the system has it
    // back.
    words.add("-XX:-ShrinkHeapInSteps");
    // Dies and is spawned anew rather than going on without memory.
    words.add("-XX:+ExitOnOutOfMemoryError");
    // What the engine holds in memory must reach neither a file nor a debugger.
    words.addAll(
        List.of(
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-XX:-HeapDumpOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + nullDevice()));
    Path archive = sidecar.resolve("engine-" + javaFeature + ".jsa");
    words.add("-Xshare:auto");
    if (Files.isReadable(archive)) {
      words.add("-XX:SharedArchiveFile=" + archive);
    }
    if (javaFeature >= 24) {
      words.add("--enable-native-access=ALL-UNNAMED");
      words.add("--sun-misc-unsafe-memory-access=allow");
    }
    words.addAll(List.of("-Djava.net.preferIPv4Stack=true", "-Djava.awt.headless=true"));
    words.addAll(furtherOptions);
    words.addAll(List.of("-cp", classPath(), MAIN_CLASS, "--port", Integer.toString(port)));
    if (postQuantum) {
      words.add("--post-quantum");
    }
    return words;
  }

  /** Sorted, since a class-data archive is valid for one order only. */
  private String classPath() throws IOException {
    try (Stream<Path> files = Files.list(sidecar)) {
      String path =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .sorted(Comparator.comparing(file -> file.getFileName().toString()))
              .map(Path::toString)
              .collect(Collectors.joining(File.pathSeparator));
      if (path.isEmpty()) {
        throw new IOException("no jar in " + sidecar);
      }
      return path;
    }
  }

  private Path executable() {
    Path bin = javaHome.resolve("bin");
    Path windows = bin.resolve("java.exe");
    return Files.exists(windows) ? windows : bin.resolve("java");
  }

  private static String nullDevice() {
    return File.separatorChar == '\\' ? "NUL" : "/dev/null";
  }
}
