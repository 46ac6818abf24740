package org.conclave.mls.interop;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process in which ts-mls plays any number of members; {@code src/test/js/members.mjs} says what
 * can be asked of them. For one thread. Closing it ends the process.
 */
public final class TsMlsMembers implements AutoCloseable {
  private final Gson gson = new Gson();
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private TsMlsMembers(Process process) {
    this.process = process;
    this.requests =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  public static TsMlsMembers start() throws IOException {
    return new TsMlsMembers(
        new ProcessBuilder("node", "members.mjs")
            .directory(TsMlsInstallation.FOLDER.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /**
   * Asks a member for something.
   *
   * @throws IOException with what ts-mls said, if it refused
   */
  public JsonObject ask(String member, String request, Map<String, ?> given) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>(given);
    line.put("to", member);
    line.put("do", request);
    requests.write(gson.toJson(line));
    requests.newLine();
    requests.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the members have ended");
    }
    JsonObject said = JsonParser.parseString(answer).getAsJsonObject();
    if (said.has("error")) {
      throw new IOException(member + " cannot " + request + ": " + said.get("error").getAsString());
    }
    return said;
  }

  @Override
  public void close() throws IOException {
    try (answers) {
      requests.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
