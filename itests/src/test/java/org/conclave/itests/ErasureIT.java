package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** A profile is erased while the whole application is at work on it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ErasureIT {
  private static final List<String> KEPT = List.of("profile.header", "profile.db");

  @TempDir Path folder;

  @Test
  void profileInUseIsOverwrittenAndANewOneTakesItsPlace() throws Exception {
    try (EmbeddedMember ada = EmbeddedMember.start(folder, "Ada")) {
      Path profile = folder.resolve("Ada");
      ada.command("create-organisation", "Harbour", "Ada");
      ada.command("ready");
      String group = (String) ada.map("create-group", "Watch").get("group");
      for (String file : KEPT) {
        // A second name keeps the content in sight when the first is deleted.
        Files.createLink(folder.resolve(file), profile.resolve(file));
      }
      AtomicBoolean done = new AtomicBoolean();
      AtomicInteger sent = new AtomicInteger();
      Thread author = new Thread(() -> write(ada, group, done, sent));
      author.start();
      Eventually.holds("messages flow", Duration.ofSeconds(30), () -> sent.get() > 5);

      erase(ada);

      done.set(true);
      author.join(TimeUnit.SECONDS.toMillis(60));
      assertThat(author.isAlive()).isFalse();
      for (String file : KEPT) {
        assertThat(Files.readAllBytes(folder.resolve(file))).as(file).isNotEmpty().containsOnly(0);
      }
      try (Stream<Path> left = Files.list(profile)) {
        assertThat(left.map(path -> path.getFileName().toString()))
            .noneMatch(name -> name.startsWith("profile."));
      }
      assertThat(Files.readString(profile.resolve("logs/conclave.log"))).doesNotContain("ERROR");

      Object created = ada.command("create-profile", folder.resolve("Ada.passphrase").toString());
      assertThat(created).isEqualTo(Map.of("profile", "UNLOCKED"));
      ada.command("create-organisation", "Shipyard", "Ada");
      ada.command("ready");
      ada.command("send", (String) ada.map("create-group", "Night").get("group"), "anew");
    }
  }

  private static void write(
      EmbeddedMember ada, String group, AtomicBoolean done, AtomicInteger sent) {
    while (!done.get()) {
      if (Eventually.succeeds(() -> ada.command("send", group, "text"))) {
        sent.incrementAndGet();
      }
    }
  }

  /** Across class loaders: no command erases, since only an administrator's order does. */
  private static void erase(EmbeddedMember ada) throws Exception {
    BundleContext context = ada.framework().getBundleContext();
    ServiceReference<?>[] access =
        context.getAllServiceReferences("org.conclave.api.storage.ProfileAccess", null);
    Object service = context.getService(access[0]);
    Method erase = service.getClass().getMethod("erase");
    erase.invoke(service);
  }
}
