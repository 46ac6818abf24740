package org.conclave.launcher.headless;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One member: {@code conclave --headless} on a profile of its own. Commands are sent one at a time.
 * Thread-safe.
 */
public final class HeadlessProcess implements AutoCloseable {
  private static final Gson GSON = new Gson();
  private static final long STOP_PATIENCE_SECONDS = 20;

  private final String name;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;
  private final Path errors;

  private HeadlessProcess(String name, Process process, Path errors) {
    this.name = name;
    this.process = process;
    this.errors = errors;
    this.commands =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts the script that the system property {@code conclave.script} names, on the Java that this
   * runs on. Profile, passphrase and standard error are in {@code folder}, under {@code name}; the
   * profile is made if there is none.
   */
  public static HeadlessProcess launch(String name, Path folder, String... options)
      throws IOException {
    Path passphrase = folder.resolve(name + ".passphrase");
    Files.writeString(passphrase, "passphrase of " + name + "\n");
    Path errors = folder.resolve(name + ".err");
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("conclave.script"));
    command.addAll(List.of("--headless", "--profile", folder.resolve(name).toString()));
    command.addAll(List.of("--passphrase-file", passphrase.toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CONCLAVE_BUILD", "never");
    return new HeadlessProcess(name, builder.redirectError(errors.toFile()).start(), errors);
  }

  public String name() {
    return name;
  }

  public Process process() {
    return process;
  }

  /**
   * Sends one command and waits for its answer.
   *
   * @throws CommandFailed if it was not carried out, or the process is gone
   */
  public synchronized JsonElement command(String... words) throws CommandFailed {
    try {
      commands.write(GSON.toJson(words));
      commands.newLine();
      commands.flush();
      String line = answers.readLine();
      if (line == null) {
        throw ended();
      }
      JsonObject answer = JsonParser.parseString(line).getAsJsonObject();
      if (!answer.get("ok").getAsBoolean()) {
        JsonObject error = answer.getAsJsonObject("error");
        String code = error.get("code").getAsString();
        throw new CommandFailed(
            code, name + ": " + words[0] + ": " + code + ": " + error.get("message").getAsString());
      }
      return answer.get("result");
    } catch (IOException e) {
      throw ended();
    }
  }

  /** One field of an answer that is an object. */
  public String text(String field, String... words) throws CommandFailed {
    return command(words).getAsJsonObject().get(field).getAsString();
  }

  /** All messages of a group, in the order of this member's history. */
  public List<JsonObject> history(String group) throws CommandFailed {
    List<JsonObject> all = new ArrayList<>();
    long last = 0;
    while (true) {
      var page =
          command("history", group, "--after", String.valueOf(last), "--limit", "1000")
              .getAsJsonArray();
      if (page.isEmpty()) {
        return all;
      }
      page.forEach(message -> all.add(message.getAsJsonObject()));
      last = all.get(all.size() - 1).get("sequence").getAsLong();
    }
  }

  /** The engine's process, as {@code status} tells it; 0 where none runs. */
  public long enginePid() throws CommandFailed {
    return command("status").getAsJsonObject().getAsJsonObject("engine").get("pid").getAsLong();
  }

  private CommandFailed ended() {
    return new CommandFailed("ENDED", name + " ended: " + lastErrors());
  }

  private String lastErrors() {
    try {
      List<String> lines = Files.readAllLines(errors);
      return lines.isEmpty()
          ? "it said nothing"
          : String.join(" / ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /**
   * Ends its input, which ends it; where that takes too long, ends it by force, and with it its
   * engine.
   */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    try {
      commands.close();
    } catch (IOException e) {
      // It is gone already, and its input with it.
    }
    try {
      if (!process.waitFor(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
