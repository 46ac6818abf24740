package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.conclave.itests.ScriptedSession.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An installation whose engine cannot run. */
@Timeout(150)
class BrokenEngineIT {
  @TempDir Path folder;

  @Test
  void withoutAnEngineCommandsFailWithinTheirBoundAndWhatNeedsNoneWorks() throws Exception {
    Path script = brokenInstallation();
    Path member = folder.resolve("member");
    ScriptedSession whole =
        ScriptedSession.on(member)
            .run(
                List.of("create-organisation", "Harbour", "Ada"),
                List.of("create-group", "Watch"),
                List.of("send", "Watch", "before"));
    assertThat(whole.answers()).allMatch(Answer::ok);

    CompletableFuture<ScriptedSession> newcomer =
        CompletableFuture.supplyAsync(
            () ->
                run(
                    script,
                    folder.resolve("newcomer"),
                    List.of("create-organisation", "Harbour", "Bo"),
                    List.of("organisation"),
                    List.of("status")));
    ScriptedSession session =
        run(
            script,
            member,
            List.of("history", "Watch"),
            List.of("send", "Watch", "now"),
            List.of("history", "Watch"),
            List.of("status"));

    assertThat(session.status()).isZero();
    assertThat(session.answer(0).result().getAsJsonArray()).hasSize(1);
    assertSaysThatTheEngineFailed(session.answer(1));
    assertThat(session.answer(2).result()).isEqualTo(session.answer(0).result());
    assertShowsTheProblem(session.answer(3));

    ScriptedSession founding = newcomer.get(100, TimeUnit.SECONDS);
    assertThat(founding.status()).isZero();
    assertSaysThatTheEngineFailed(founding.answer(0));
    assertThat(founding.answer(1).result().getAsJsonObject().size()).isZero();
    assertShowsTheProblem(founding.answer(2));

    // What failed was not done by half: with a whole installation it is done.
    ScriptedSession repaired =
        ScriptedSession.on(member)
            .run(List.of("send", "Watch", "now"), List.of("history", "Watch"));
    assertThat(repaired.answer(1).result().getAsJsonArray()).hasSize(2);
  }

  private static void assertSaysThatTheEngineFailed(Answer answer) {
    assertThat(answer.code()).isEqualTo("ENGINE");
    assertThat(answer.message()).contains("encryption engine did not answer", "try again");
  }

  private static void assertShowsTheProblem(Answer status) {
    JsonObject engine = status.result().getAsJsonObject().getAsJsonObject("engine");
    assertThat(engine.get("state").getAsString()).isIn("FAILED", "RESTARTING");
    assertThat(engine.get("message").getAsString()).contains("encryption engine");
    assertThat(engine.get("pid").getAsLong()).isZero();
  }

  @SafeVarargs
  private static ScriptedSession run(Path script, Path profile, List<String>... commands) {
    try {
      return ScriptedSession.on(profile).script(script).run(commands);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The distribution as it is, but for an engine's jar that is none. */
  private Path brokenInstallation() throws Exception {
    Path root = Files.createDirectory(folder.resolve("installation"));
    Path home = Files.createDirectories(root.resolve("distribution/target/conclave"));
    Path whole = Path.of(System.getProperty("conclave.home")).toRealPath();
    for (String part : List.of("bundles", "conf", "lib")) {
      Files.createSymbolicLink(home.resolve(part), whole.resolve(part));
    }
    Files.createDirectory(home.resolve("sidecar"));
    Files.writeString(home.resolve("sidecar/engine.jar"), "no jar at all");
    return Files.copy(
        Path.of(System.getProperty("conclave.script")),
        root.resolve("conclave"),
        StandardCopyOption.COPY_ATTRIBUTES);
  }
}
