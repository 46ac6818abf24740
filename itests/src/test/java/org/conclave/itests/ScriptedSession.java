package org.conclave.itests;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A headless session whose commands are all known when it starts, as a script has them; for starts
 * that something is wrong with. It is ended by force, and the test fails, if it takes too long.
 *
 * @param status with which it ended
 * @param answers one to each command, in order
 * @param errors what it wrote to standard error
 */
record ScriptedSession(int status, List<Answer> answers, String errors) {
  private static final long PATIENCE_SECONDS = 90;

  /**
   * @param code empty if the command was carried out
   * @param message empty if the command was carried out
   * @param result JSON's null if it was not
   */
  record Answer(boolean ok, String code, String message, JsonElement result) {
    private static Answer parse(String line) {
      JsonObject answer = JsonParser.parseString(line).getAsJsonObject();
      if (answer.get("ok").getAsBoolean()) {
        return new Answer(true, "", "", answer.get("result"));
      }
      JsonObject error = answer.getAsJsonObject("error");
      return new Answer(
          false,
          error.get("code").getAsString(),
          error.get("message").getAsString(),
          JsonNull.INSTANCE);
    }

    String text(String field) {
      return result.getAsJsonObject().get(field).getAsString();
    }
  }

  /** What a session is started with. */
  static final class Start {
    private final Path profile;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> options = new ArrayList<>();
    private Path script = Path.of(System.getProperty("conclave.script"));

    private Start(Path profile) {
      this.profile = profile;
    }

    Start script(Path other) {
      script = other;
      return this;
    }

    Start options(String... more) {
      options.addAll(List.of(more));
      return this;
    }

    Start environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Gives it the commands, then the end of its input, and waits for its end. */
    @SafeVarargs
    final ScriptedSession run(List<String>... commands) throws IOException, InterruptedException {
      Path passphrase = beside(".passphrase");
      Files.writeString(passphrase, "passphrase of " + profile.getFileName() + "\n");
      List<String> lines = new ArrayList<>();
      for (List<String> command : commands) {
        lines.add(new Gson().toJson(command));
      }
      Path input = Files.write(beside(".in"), lines);
      List<String> words = new ArrayList<>(List.of(script.toString(), "--headless"));
      words.addAll(List.of("--profile", profile.toString()));
      words.addAll(List.of("--passphrase-file", passphrase.toString()));
      words.addAll(options);
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .redirectInput(input.toFile())
              .redirectOutput(beside(".out").toFile())
              .redirectError(beside(".err").toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("CONCLAVE_BUILD", "never");
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new AssertionError("not ended within " + PATIENCE_SECONDS + " s: " + words);
      }
      List<Answer> answers =
          Files.readAllLines(beside(".out")).stream().map(Answer::parse).toList();
      String errors = Files.readString(beside(".err"));
      if (answers.size() != commands.length) {
        throw new AssertionError(answers.size() + " answers to " + lines + ": " + errors);
      }
      return new ScriptedSession(process.exitValue(), answers, errors);
    }

    private Path beside(String suffix) {
      return profile.resolveSibling(profile.getFileName() + suffix);
    }
  }

  /**
   * On this profile, which is made if there is none, with a passphrase that is made of the name of
   * its folder.
   */
  static Start on(Path profile) {
    return new Start(profile);
  }

  Answer answer(int index) {
    return answers.get(index);
  }
}
