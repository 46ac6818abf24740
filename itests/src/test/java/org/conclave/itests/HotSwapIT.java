package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.conclave.launcher.headless.HeadlessProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Each bundle is stopped, started and updated in one member while messages flow in both directions:
 * nothing is lost, nothing comes twice, and no class of an old version stays alive.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class HotSwapIT {
  private static final List<String> SWAPPED =
      List.of(
          "networking",
          "sidecar.manager",
          "messaging",
          "onboarding",
          "persistence",
          "audit",
          "migration",
          "shell",
          "ui",
          "libp2p",
          "flatlaf");

  private EmbeddedMember ada;
  private HeadlessProcess bo;
  private String group;

  @BeforeAll
  void twoMembersInAGroup(@TempDir Path folder) throws Exception {
    ada = EmbeddedMember.start(folder, "Ada");
    bo = HeadlessProcess.launch("Bo", folder, "--listen", "/ip4/127.0.0.1/tcp/0");
    ada.command("create-organisation", "Harbour", "Ada");
    ada.command("ready");
    group = (String) ada.map("create-group", "Watch").get("group");
    String account = bo.text("account", "identity");
    bo.command("join", (String) ada.map("invite", account, "Bo").get("invitation"));
    bo.command("wait-peers", "1");
    ada.command("add-member", group, "Bo");
    bo.command("wait-conversation", group);
  }

  @AfterAll
  void stop() throws Exception {
    if (bo != null) {
      bo.close();
    }
    if (ada != null) {
      ada.close();
    }
  }

  @Test
  void nothingIsLostDoubledOrLeftAliveWhileEachBundleIsSwapped() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<String> fromAda = new CopyOnWriteArrayList<>();
    List<String> fromBo = new CopyOnWriteArrayList<>();
    ExecutorService authors = Executors.newFixedThreadPool(2);
    Future<?> adaSends = authors.submit(() -> sendFromAda(done, fromAda));
    Future<?> boSends = authors.submit(() -> sendFromBo(done, fromBo));
    authors.shutdown();
    Map<String, WeakReference<ClassLoader>> old = new LinkedHashMap<>();
    for (String name : SWAPPED) {
      Bundle bundle = ada.bundle(name);
      bundle.stop();
      bundle.start();
      flows(fromAda, fromBo);
      old.put(name, ada.classLoader(name));
      bundle.stop();
      bundle.update();
      refresh(bundle);
      bundle.start();
      flows(fromAda, fromBo);
    }
    done.set(true);
    adaSends.get(30, TimeUnit.SECONDS);
    boSends.get(30, TimeUnit.SECONDS);

    long expected = fromAda.size() + fromBo.size();
    bo.command("wait-messages", group, String.valueOf(expected), "--timeout", "60");
    ada.command("wait-messages", group, String.valueOf(expected), "--timeout", "60");
    List<String> all = new ArrayList<>(fromAda);
    all.addAll(fromBo);
    assertThat(bo.history(group))
        .extracting((JsonObject m) -> m.get("text").getAsString())
        .containsExactlyInAnyOrderElementsOf(all);
    assertThat(ada.list("history", group, "--limit", "10000"))
        .extracting(m -> (String) m.get("text"))
        .containsExactlyInAnyOrderElementsOf(all);
    for (Map.Entry<String, WeakReference<ClassLoader>> entry : old.entrySet()) {
      Eventually.holds(
          "the old " + entry.getKey() + " is collected",
          Duration.ofSeconds(30),
          () -> {
            System.gc();
            return entry.getValue().get() == null;
          });
    }
  }

  /** What Felix forgets in one class definition of thousands, and only when two threads race. */
  @Test
  void endedThreadsAreTakenOutOfClassLoadersThatStay() throws Exception {
    ClassLoader api = ada.bundle("api").adapt(BundleWiring.class).getClassLoader();
    Field field = api.getClass().getDeclaredField("m_classLocks");
    field.setAccessible(true);
    @SuppressWarnings("unchecked") // the field's declared type
    Map<String, Thread> locks = (Map<String, Thread>) field.get(api);
    Thread ended = new Thread(() -> {});
    ended.start();
    ended.join();
    locks.put("org.conclave.api.Ended", ended);
    locks.put("org.conclave.api.Alive", Thread.currentThread());
    refresh(ada.bundle("shell"));
    Eventually.holds(
        "the ended thread is gone", Duration.ofSeconds(10), () -> !locks.containsValue(ended));
    assertThat(locks.remove("org.conclave.api.Alive")).isSameAs(Thread.currentThread());
  }

  /** Traffic in both directions goes on: a few more from each have arrived at the other. */
  private void flows(List<String> fromAda, List<String> fromBo) throws Exception {
    int more = fromAda.size() + 3;
    Eventually.holds("Ada sends", Duration.ofSeconds(60), () -> fromAda.size() >= more);
    String newest = fromAda.get(fromAda.size() - 1);
    Eventually.holds("Bo receives", Duration.ofSeconds(60), () -> boHas(newest));
    int moreFromBo = fromBo.size() + 3;
    Eventually.holds("Bo sends", Duration.ofSeconds(60), () -> fromBo.size() >= moreFromBo);
    String newestFromBo = fromBo.get(fromBo.size() - 1);
    Eventually.holds("Ada receives", Duration.ofSeconds(60), () -> adaHas(newestFromBo));
  }

  private boolean boHas(String text) throws Exception {
    for (var message : bo.command("history", group, "--limit", "200").getAsJsonArray()) {
      if (message.getAsJsonObject().get("text").getAsString().equals(text)) {
        return true;
      }
    }
    return false;
  }

  private boolean adaHas(String text) {
    try {
      return ada.list("history", group, "--limit", "200").stream()
          .anyMatch(message -> text.equals(message.get("text")));
    } catch (Exception e) {
      return false;
    }
  }

  /**
   * What a person would do: a message that was refused, because something was off, is sent again.
   */
  private void sendFromAda(AtomicBoolean done, List<String> sent) {
    for (int i = 0; !done.get(); i++) {
      String text = "Ada " + i;
      boolean committed = Eventually.succeeds(() -> ada.command("send", group, text));
      while (!committed && !done.get()) {
        LockSupport.parkNanos(20_000_000);
        committed = Eventually.succeeds(() -> ada.command("send", group, text));
      }
      if (committed) {
        sent.add(text);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void sendFromBo(AtomicBoolean done, List<String> sent) {
    for (int i = 0; !done.get(); i++) {
      String text = "Bo " + i;
      if (Eventually.succeeds(() -> bo.command("send", group, text))) {
        sent.add(text);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Drops the old version's wiring, as an update through a management agent does. */
  private void refresh(Bundle bundle) throws Exception {
    CompletableFuture<Void> refreshed = new CompletableFuture<>();
    ada.framework()
        .adapt(FrameworkWiring.class)
        .refreshBundles(List.of(bundle), event -> refreshed.complete(null));
    refreshed.get(30, TimeUnit.SECONDS);
  }
}
