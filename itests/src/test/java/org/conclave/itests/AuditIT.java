package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/** The audit log of a member, exported by one process and judged by another. */
@Timeout(120)
class AuditIT {
  @TempDir Path folder;

  @Test
  void lifeOfAnOrganisationIsRecordedExportedAndJudgedAlikeByAnybody() throws Exception {
    Path file = folder.resolve("audit.jsonl");
    try (HeadlessProcess ada = launch("Ada");
        HeadlessProcess bo = launch("Bo")) {
      ada.command("create-organisation", "Harbour", "Ada");
      ada.command("ready");
      String invitation = ada.text("invitation", "invite", bo.text("account", "identity"), "Bo");
      assertThat(kinds(ada)).contains("ORGANISATION_FOUNDED", "INVITATION_ISSUED");
      JsonObject own = object(ada.command("audit-verify"));
      assertThat(own.get("intact").getAsBoolean()).isTrue();
      assertThat(own.get("device").isJsonNull()).isTrue();

      JsonObject exported = object(ada.command("audit-export", file.toString()));

      assertThat(exported.get("entries")).isEqualTo(own.get("entries"));
      assertThat(exported.get("entries").getAsInt()).isGreaterThanOrEqualTo(2);
      assertThat(exported.get("signer").getAsString()).isEqualTo("Ada");
      assertThat(ada.command("audit-verify", file.toString())).isEqualTo(exported);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      // Who belongs nowhere yet cannot say whose device it is.
      JsonObject stranger = object(bo.command("audit-verify", file.toString()));
      assertThat(stranger.get("intact").getAsBoolean()).isTrue();
      assertThat(stranger.get("device")).isEqualTo(exported.get("device"));
      assertThat(stranger.get("signer").isJsonNull()).isTrue();

      bo.command("join", invitation);
      bo.command("wait-peers", "1");
      assertThat(kinds(bo)).contains("INVITATION_REDEEMED");
      Eventually.holds(
          "Ada's log has Bo",
          Duration.ofSeconds(30),
          () -> ada.command("audit").toString().contains("\"name\":\"Bo\""));
      assertThat(bo.command("audit-verify", file.toString())).isEqualTo(exported);
      Files.writeString(file, Files.readString(file).replace("_FOUNDED", "_RENAMED"));
      JsonObject changed = object(bo.command("audit-verify", file.toString()));
      assertThat(changed.get("intact").getAsBoolean()).isFalse();
      assertThat(changed.get("number").getAsInt()).isBetween(1, exported.get("entries").getAsInt());
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

  @Test
  void whatABundleRecordsIsListedVerifiedExportedAndThereAfterARestart() throws Exception {
    Path file = folder.resolve("audit.jsonl");
    Map<String, String> details = Map.of("user", "Zoë \"Z\" <&>\n", "reason", "left");
    long before;
    try (EmbeddedMember ada = EmbeddedMember.start(folder, "Ada")) {
      ada.command("create-organisation", "Harbour", "Ada");
      before = ((Number) ada.map("audit-verify").get("entries")).longValue();
      record(ada, "MEMBER_REVOKED", details);
      record(ada, "POLICY_CHANGED", Map.of());
    }
    try (EmbeddedMember ada = EmbeddedMember.start(folder, "Ada")) {
      List<Map<String, Object>> newest = ada.list("audit", "--limit", "2");
      assertThat(newest)
          .extracting(entry -> entry.get("number"), entry -> entry.get("kind"))
          .containsExactly(
              tuple(before + 2, "POLICY_CHANGED"), tuple(before + 1, "MEMBER_REVOKED"));
      assertThat(newest.get(1).get("details")).isEqualTo(details);
      assertThat(ada.list("audit", "--before", String.valueOf(before + 2), "--limit", "1"))
          .containsExactly(newest.get(1));
      assertThat(ada.map("audit-verify")).containsEntry("intact", true);
      assertThat(ada.map("audit-export", file.toString()))
          .containsEntry("intact", true)
          .containsEntry("entries", before + 2)
          .containsEntry("signer", "Ada");
      Files.writeString(file, Files.readString(file).replace("left", "lost"));
      assertThat(ada.map("audit-verify", file.toString()))
          .containsEntry("intact", false)
          .containsEntry("number", before + 1);
    }
  }

  /** As a bundle does, in a transaction; across class loaders. */
  private static void record(EmbeddedMember member, String kind, Map<String, String> details)
      throws Exception {
    BundleContext context = member.framework().getBundleContext();
    ServiceReference<?>[] references =
        context.getAllServiceReferences("org.conclave.api.storage.Storage", null);
    Object storage = context.getService(references[0]);
    ClassLoader api = member.bundle("api").adapt(BundleWiring.class).getClassLoader();
    Class<?> work = api.loadClass("org.conclave.api.storage.Storage$Work");
    Class<?> event = api.loadClass("org.conclave.api.audit.AuditEvent");
    Class<?> kinds = api.loadClass("org.conclave.api.audit.AuditEvent$Kind");
    Object recorded =
        event
            .getMethod("of", kinds, Map.class)
            .invoke(null, kinds.getMethod("valueOf", String.class).invoke(null, kind), details);
    Object append =
        Proxy.newProxyInstance(
            api,
            new Class<?>[] {work},
            (proxy, method, arguments) -> {
              Object audit =
                  api.loadClass("org.conclave.api.storage.Transaction")
                      .getMethod("audit")
                      .invoke(arguments[0]);
              return api.loadClass("org.conclave.api.storage.AuditStore")
                  .getMethod("append", event)
                  .invoke(audit, recorded);
            });
    api.loadClass("org.conclave.api.storage.Storage")
        .getMethod("write", work)
        .invoke(storage, append);
  }

  private static List<String> kinds(HeadlessProcess member) throws CommandFailed {
    List<String> kinds = new ArrayList<>();
    member
        .command("audit")
        .getAsJsonArray()
        .forEach(entry -> kinds.add(object(entry).get("kind").getAsString()));
    return kinds;
  }

  private HeadlessProcess launch(String name) throws Exception {
    return HeadlessProcess.launch(name, folder, "--listen", "/ip4/127.0.0.1/tcp/0");
  }

  private static JsonObject object(JsonElement element) {
    return element.getAsJsonObject();
  }
}
