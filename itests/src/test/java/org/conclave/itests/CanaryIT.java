package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two members live a whole life with words that occur nowhere else; then these are looked for in
 * everything that was written to disk, and in what other users of the machine can see.
 */
@Timeout(150)
class CanaryIT {
  private static final List<Charset> CHARSETS =
      List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

  private static final String ORGANISATION = "Zorblatt Kanarium";
  private static final String FIRST_NAME = "Quillon Vexmoor";
  private static final String SECOND_NAME = "Thraxia Gumbelow";
  private static final String GROUP = "Plimsoll Wyrdkreis";
  private static final String FROM_FIRST = "Der schwefelgelbe Vogel singt um Mitternacht: Größe";
  private static final String FROM_SECOND = "Niemand kennt den Pfad der tausend Krähen";
  private static final String LAST_WORDS = "Unter dem siebten Stein liegt nichts";

  private static final String BACKUP_PASSPHRASE = "zwirbel-quetsche-9-tundra-vollmond-kappe";

  @TempDir Path folder;
  private final Map<String, String> canaries = new LinkedHashMap<>();

  @Test
  void nothingThatIsSecretIsOnDiskOrOnACommandLineInClear() throws Exception {
    canaries.put("organisation", ORGANISATION);
    canaries.put("first name", FIRST_NAME);
    canaries.put("second name", SECOND_NAME);
    canaries.put("group", GROUP);
    canaries.put("first text", FROM_FIRST);
    canaries.put("second text", FROM_SECOND);
    canaries.put("last text", LAST_WORDS);
    canaries.put("first passphrase", "passphrase of first");
    canaries.put("second passphrase", "passphrase of second");
    String group;
    try (HeadlessProcess first = launch("first");
        HeadlessProcess second = launch("second")) {
      group = live(first, second);
      assertThat(processes(first, second)).hasSizeGreaterThanOrEqualTo(4);
      for (Map.Entry<String, String> process : processes(first, second).entrySet()) {
        assertThat(found(process.getValue())).as(process.getKey()).isEmpty();
      }
      // Whatever is still in the write-ahead log stays there.
      first.process().destroyForcibly().waitFor();
      second.process().destroyForcibly().waitFor();
    }
    assertThat(folder.resolve("first/profile.db-wal")).isNotEmptyFile();
    assertNothingIsFound();

    try (HeadlessProcess first = launch("first");
        HeadlessProcess second = launch("second")) {
      first.command("wait-peers", "1");
      first.command("send", group, LAST_WORDS);
      second.command("wait-messages", group, "3");
      assertThat(second.history(group))
          .extracting(message -> message.get("text").getAsString())
          .containsExactlyInAnyOrder(FROM_FIRST, FROM_SECOND, LAST_WORDS);
    }
    assertNothingIsFound();
  }

  /** The rest of a life: let in by an open invitation, moved to another device, removed. */
  @Test
  void nothingThatIsSecretIsOnDiskAfterAMoveAndARevocation() throws Exception {
    canaries.put("text", FROM_FIRST);
    canaries.put("passphrase of the backup", BACKUP_PASSPHRASE);
    for (String name : List.of("first", "second", "third")) {
      canaries.put(name, "passphrase of " + name);
    }
    String backup = folder.resolve("second.backup").toString();
    String words = folder.resolve("backup.passphrase").toString();
    Files.writeString(Path.of(words), BACKUP_PASSPHRASE + "\n");
    try (HeadlessProcess first = launch("first");
        HeadlessProcess second = launch("second");
        HeadlessProcess third = launch("third")) {
      canaries.put(
          "recovery code",
          first.text("recovery_code", "create-organisation", ORGANISATION, FIRST_NAME));
      first.command("ready");
      String group = first.text("group", "create-group", GROUP);
      String invitation = first.text("invitation", "invite-open", "the gate");
      canaries.put("open invitation", invitation);
      second.command("join", invitation, SECOND_NAME);
      Eventually.holds(
          "the claim reaches the administrator",
          Duration.ofSeconds(30),
          () -> !first.command("requests").getAsJsonArray().isEmpty());
      first.command(
          "confirm",
          first
              .command("requests")
              .getAsJsonArray()
              .get(0)
              .getAsJsonObject()
              .get("request")
              .getAsString(),
          SECOND_NAME);
      second.command("wait-standing", "active");
      first.command("add-member", group, SECOND_NAME);
      second.command("wait-conversation", group);
      first.command("send", group, FROM_FIRST);
      second.command("wait-messages", group, "1");
      second.command("export-backup", backup, "--passphrase-file", words, "--history");
      third.command("restore-backup", backup, "--passphrase-file", words);
      second.command("wait-standing", "locked");
      third.command("wait-standing", "active");
      assertThat(third.command("kept-history", group).toString()).contains(FROM_FIRST);
      first.command("revoke", SECOND_NAME);
      third.command("wait-standing", "locked");
      for (HeadlessProcess member : List.of(first, second, third)) {
        member.process().destroyForcibly().waitFor();
      }
    }
    assertThat(Path.of(backup)).isNotEmptyFile();
    assertThat(folder.resolve("third/profile.db")).isNotEmptyFile();
    assertNothingIsFound();
  }

  /** Without this the tests above could pass because it looked wrongly. */
  @Test
  void canaryThatIsThereIsFoundInEachEncoding() throws Exception {
    canaries.put("text", FROM_FIRST);
    for (Charset charset : CHARSETS) {
      Path file = folder.resolve(charset.name());
      Files.write(file, ("..." + FROM_FIRST + "...").getBytes(charset));
      assertThat(found(content(file))).as(charset.name()).containsExactly("text");
    }
  }

  private HeadlessProcess launch(String name) throws IOException {
    return HeadlessProcess.launch(name, folder, "--listen", "/ip4/127.0.0.1/tcp/0");
  }

  private String live(HeadlessProcess first, HeadlessProcess second) throws CommandFailed {
    canaries.put(
        "recovery code",
        first.text("recovery_code", "create-organisation", ORGANISATION, FIRST_NAME));
    first.command("ready");
    String group = first.text("group", "create-group", GROUP);
    String account = second.text("account", "identity");
    String invitation = first.text("invitation", "invite", account, SECOND_NAME);
    canaries.put("invitation", invitation);
    second.command("join", invitation);
    second.command("wait-peers", "1");
    first.command("add-member", group, SECOND_NAME);
    second.command("wait-conversation", group);
    first.command("send", group, FROM_FIRST);
    second.command("send", group, FROM_SECOND);
    for (HeadlessProcess member : List.of(first, second)) {
      member.command("wait-messages", group, "2");
      member.command("wait-delivered");
      assertThat(member.history(group))
          .extracting(message -> message.get("text").getAsString())
          .containsExactlyInAnyOrder(FROM_FIRST, FROM_SECOND);
      member.command("members");
      member.command("conversations");
      member.command("audit");
      member.command("audit-verify");
    }
    return group;
  }

  private void assertNothingIsFound() throws IOException {
    int files = 0;
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : all) {
      if (!file.toString().endsWith(".passphrase")) {
        files++;
        assertThat(found(content(file))).as("%s", folder.relativize(file)).isEmpty();
      }
    }
    assertThat(files).isGreaterThan(10);
    assertThat(all)
        .contains(
            folder.resolve("first/profile.db"),
            folder.resolve("second/profile.db"),
            folder.resolve("first/logs/conclave.log"),
            folder.resolve("second.err"));
  }

  /** Command line and environment of each host and each engine. */
  private static Map<String, String> processes(HeadlessProcess... members)
      throws IOException, CommandFailed {
    Map<String, String> seen = new LinkedHashMap<>();
    for (HeadlessProcess member : members) {
      for (long pid : List.of(member.process().pid(), member.enginePid())) {
        for (String what : List.of("cmdline", "environ")) {
          Path file = Path.of("/proc", String.valueOf(pid), what);
          seen.put(file.toString(), content(file));
        }
      }
    }
    return seen;
  }

  /** One character for each byte. */
  private static String content(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  /** What is named here and in the content; never the secret itself. */
  private Set<String> found(String content) {
    Set<String> found = new LinkedHashSet<>();
    canaries.forEach(
        (name, canary) -> {
          for (Charset charset : CHARSETS) {
            String bytes = new String(canary.getBytes(charset), StandardCharsets.ISO_8859_1);
            if (content.contains(bytes)) {
              found.add(name);
            }
          }
        });
    return found;
  }
}
