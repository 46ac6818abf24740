package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The audit log of a member, exported by one process and judged by another. */
@Timeout(120)
class AuditIT {
  @TempDir Path folder;

  @Test
  void exportedLogIsSignedAndJudgedAlikeByAnybody() throws Exception {
    Path file = folder.resolve("audit.jsonl");
    try (HeadlessProcess ada = launch("Ada");
        HeadlessProcess stranger = launch("Stranger")) {
      ada.command("create-organisation", "Harbour", "Ada");
      ada.command("invite", stranger.text("account", "identity"), "Bo");
      JsonElement entries = ada.command("audit");
      JsonObject own = object(ada.command("audit-verify"));
      assertThat(own.get("intact").getAsBoolean()).isTrue();
      assertThat(own.get("device").isJsonNull()).isTrue();

      JsonObject exported = object(ada.command("audit-export", file.toString()));

      assertThat(exported.get("entries").getAsInt()).isEqualTo(entries.getAsJsonArray().size());
      assertThat(exported.get("signer").getAsString()).isEqualTo("Ada");
      assertThat(ada.command("audit-verify", file.toString())).isEqualTo(exported);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      JsonObject elsewhere = object(stranger.command("audit-verify", file.toString()));
      assertThat(elsewhere.get("intact").getAsBoolean()).isTrue();
      assertThat(elsewhere.get("device")).isEqualTo(exported.get("device"));
      assertThat(elsewhere.get("signer").isJsonNull()).isTrue();

      Files.writeString(file, Files.readString(file).replace("\"entries\":", "\"entries\":9"));
      JsonObject changed = object(stranger.command("audit-verify", file.toString()));
      assertThat(changed.get("intact").getAsBoolean()).isFalse();
      assertThat(changed.get("number").getAsInt())
          .isEqualTo(exported.get("entries").getAsInt() + 1);
    }
  }

  @Test
  void logOfAProfileThatBelongsNowhereIsExportedUnsigned() throws Exception {
    Path file = folder.resolve("audit.jsonl");
    try (HeadlessProcess nobody = launch("Nobody")) {
      JsonObject exported = object(nobody.command("audit-export", file.toString()));
      assertThat(exported.get("intact").getAsBoolean()).isTrue();
      assertThat(exported.get("device").isJsonNull()).isTrue();
      assertThat(file).content().contains("\"unsigned\":true");
      assertThatThrownBy(() -> nobody.command("audit-export", folder.resolve("no/log").toString()))
          .isInstanceOf(CommandFailed.class)
          .hasMessageContaining("FILE");
    }
  }

  private HeadlessProcess launch(String name) throws Exception {
    return HeadlessProcess.launch(name, folder, "--listen", "/ip4/127.0.0.1/tcp/0");
  }

  private static JsonObject object(JsonElement element) {
    return element.getAsJsonObject();
  }
}
