package org.conclave.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the class-data archives of host and engine for the Java that this runs on, from one short
 * life of the application on a profile that is thrown away. Done where the product is installed: an
 * archive records its jars' timestamps, and belongs to one Java.
 */
public final class Preparation {
  private static final long PATIENCE_SECONDS = 90;

  private Preparation() {}

  /** Does nothing where it was done before. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int feature = Runtime.version().feature();
    Path home = Path.of(System.getProperty("conclave.home"));
    Path done = Files.createDirectories(home.resolve("cds")).resolve(feature + ".prepared");
    if (Files.exists(done)) {
      return;
    }
    Path profile = Files.createTempDirectory("conclave-prepare");
    try {
      Path passphrase = Files.writeString(profile.resolve("passphrase"), "thrown away\n");
      if (!live(home, feature, profile, passphrase)) {
        System.err.println(
            "conclave: the application did not come up; see " + profile.resolve("profile/logs"));
        System.exit(1);
      }
      Files.createFile(done);
    } finally {
      Folders.delete(profile);
    }
  }

  private static boolean live(Path home, int feature, Path profile, Path passphrase)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + home.resolve("conf/host.jvm"));
    if (feature >= 24) {
      command.add("@" + home.resolve("conf/host-24.jvm"));
    }
    command.add("-XX:ArchiveClassesAtExit=" + home.resolve("cds/host-" + feature + ".jsa"));
    command.add("-Xlog:cds=off");
    command.add("-Xlog:cds+dynamic=off");
    command.add(
        "-Dconclave.engine.options=-XX:ArchiveClassesAtExit="
            + home.resolve("sidecar/engine-" + feature + ".jsa"));
    command.add("-Dconclave.home=" + home);
    command.addAll(
        List.of("-cp", home.resolve("lib") + "/*", "org.conclave.launcher.Main", "--headless"));
    command.addAll(List.of("--profile", profile.resolve("profile").toString()));
    command.addAll(
        List.of("--passphrase-file", passphrase.toString(), "--listen", "/ip4/127.0.0.1/tcp/0"));
    Process application =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String life =
        """
        ["create-organisation", "Preparation", "Nobody"]
        ["ready"]
        ["create-group", "Preparation"]
        ["send", "Preparation", "text"]
        ["history", "Preparation"]
        ["status"]
        """;
    try (var input = application.getOutputStream()) {
      input.write(life.getBytes(StandardCharsets.UTF_8));
    }
    if (!application.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      application.descendants().forEach(ProcessHandle::destroyForcibly);
      application.destroyForcibly().waitFor();
      return false;
    }
    return application.exitValue() == 0;
  }
}
