package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A profile whose files are not what was written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class DamagedProfileIT {
  private static final int PAGE = 4096;
  private static final byte TABLE_LEAF = 0x0d;
  private static final String DATABASE = "profile.db";
  private static final String HEADER = "profile.header";
  private static final List<String> TEXTS = List.of("first", "second", "third");

  @TempDir static Path folder;
  private final Map<String, byte[]> sound = new HashMap<>();
  private Path profile;
  private String passphrase;

  /** What happened to a file behind the application's back. */
  private enum Damage {
    GARBAGE(DATABASE) {
      @Override
      byte[] to(byte[] file) {
        new Random(1).nextBytes(file);
        return file;
      }
    },
    CUT_OFF(DATABASE) {
      @Override
      byte[] to(byte[] file) {
        return Arrays.copyOf(file, file.length / 2 + 100);
      }
    },
    EMPTY(DATABASE) {
      @Override
      byte[] to(byte[] file) {
        return new byte[0];
      }
    },
    PAGE_OVERWRITTEN(DATABASE) {
      @Override
      byte[] to(byte[] file) {
        byte[] page = new byte[PAGE];
        new Random(1).nextBytes(page);
        System.arraycopy(page, 0, file, 2 * PAGE, PAGE);
        return file;
      }
    },
    HEADER_CUT_OFF(HEADER) {
      @Override
      byte[] to(byte[] file) {
        return Arrays.copyOf(file, file.length - 1);
      }
    },
    HEADER_GARBAGE(HEADER) {
      @Override
      byte[] to(byte[] file) {
        new Random(2).nextBytes(file);
        return file;
      }
    };

    private final String file;

    Damage(String file) {
      this.file = file;
    }

    abstract byte[] to(byte[] file);
  }

  @BeforeAll
  void profileWithAConversation() throws Exception {
    try (HeadlessProcess member = HeadlessProcess.launch("member", folder)) {
      member.command("create-organisation", "Harbour", "Ada");
      member.command("create-group", "Watch");
      for (String text : TEXTS) {
        member.command("send", "Watch", text);
      }
    }
    profile = folder.resolve("member");
    passphrase = folder.resolve("member.passphrase").toString();
    for (String file : List.of(DATABASE, HEADER)) {
      sound.put(file, Files.readAllBytes(profile.resolve(file)));
    }
  }

  @Test
  void damageIsToldInWordsTheFilesAreLeftAsTheyAreAndABackupPutBackOpens() throws Exception {
    damage(Damage.GARBAGE);
    HeadlessProcess member = HeadlessProcess.launch("member", folder);
    try (member) {
      assertDamageIsTold("LOCKED", () -> member.command("organisation"));
      assertDamageIsTold("LOCKED", () -> member.command("send", "Watch", "one more"));
      for (Damage damage : Damage.values()) {
        Map<String, String> before = damage(damage);
        assertDamageIsTold("DAMAGED", () -> member.command("unlock", passphrase));
        assertThat(member.text("profile", "status")).as("%s", damage).isEqualTo("DAMAGED");
        assertThatThrownBy(() -> member.command("create-profile", passphrase))
            .isInstanceOfSatisfying(
                CommandFailed.class, e -> assertThat(e.code()).isEqualTo("ALREADY_EXISTS"));
        assertThat(files()).as("%s", damage).isEqualTo(before);
      }
      restore();
      assertThat(member.text("profile", "unlock", passphrase)).isEqualTo("UNLOCKED");
      assertThat(texts(member)).isEqualTo(TEXTS);
    }
    assertThat(member.process().exitValue()).isZero();
  }

  /** The pages are sound, the values in them are not: their seals tell. */
  @Test
  void alteredValuesAreToldAndNeverTakenForTrue() throws Exception {
    restore();
    byte[] content = sound.get(DATABASE).clone();
    for (int page = PAGE; page < content.length; page += PAGE) {
      if (content[page] == TABLE_LEAF) {
        content[page + PAGE - 1] ^= 1;
      }
    }
    Files.write(profile.resolve(DATABASE), content);
    HeadlessProcess member = HeadlessProcess.launch("member", folder);
    try (member) {
      assertThatThrownBy(
              () -> {
                member.command("organisation");
                assertThat(texts(member)).isSubsetOf(TEXTS);
                member.command("send", "Watch", "one more");
              })
          .isInstanceOfSatisfying(
              CommandFailed.class, e -> assertThat(e.code()).isNotEqualTo("INTERNAL"))
          .hasMessageContaining("damaged");
    }
    assertThat(member.process().exitValue()).isZero();
  }

  private static void assertDamageIsTold(String code, ThrowingCallable command) {
    assertThatThrownBy(command)
        .isInstanceOfSatisfying(CommandFailed.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining("damaged")
        .hasMessageContaining("left as it is")
        .hasMessageContaining("restore a backup");
  }

  private Map<String, String> damage(Damage damage) throws IOException {
    restore();
    byte[] damaged = damage.to(sound.get(damage.file).clone());
    Files.write(profile.resolve(damage.file), damaged);
    return files();
  }

  private void restore() throws IOException {
    for (String name : files().keySet()) {
      Files.delete(profile.resolve(name));
    }
    for (Map.Entry<String, byte[]> file : sound.entrySet()) {
      Files.write(profile.resolve(file.getKey()), file.getValue());
    }
  }

  /** Header and database with all that SQLite puts beside it; small enough to compare as text. */
  private Map<String, String> files() throws IOException {
    Map<String, String> content = new HashMap<>();
    try (Stream<Path> files = Files.list(profile)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(DATABASE) || name.startsWith(HEADER)) {
          content.put(name, Arrays.toString(Files.readAllBytes(file)));
        }
      }
    }
    return content;
  }

  private static List<String> texts(HeadlessProcess member) throws CommandFailed {
    return member.history("Watch").stream()
        .map((JsonObject message) -> message.get("text").getAsString())
        .toList();
  }
}
