package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exactly once, whichever host is killed and whenever. */
@Timeout(180)
class RestartIT {
  private static final int ROUNDS = 2;

  @TempDir Path folder;
  private String group = "";

  /** Writes all the time, on a host that others kill and launch again. */
  private final class Author {
    private final String name;
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();

    /** Sent to a host that was killed before it answered: there, or not, but never twice. */
    private final List<String> unanswered = new CopyOnWriteArrayList<>();

    private volatile HeadlessProcess host;
    private volatile boolean done;

    /** What ended the writing before its time; {@code null} while all is well. */
    private volatile @Nullable CommandFailed failure;

    Author(String name) throws IOException {
      this.name = name;
      this.host = launch();
    }

    private HeadlessProcess launch() throws IOException {
      return HeadlessProcess.launch(name, folder, "--listen", "/ip4/127.0.0.1/tcp/0");
    }

    void write() {
      for (int i = 0; !done; i++) {
        String text = name + " " + i;
        try {
          host.command("send", group, text);
          acknowledged.add(text);
        } catch (CommandFailed e) {
          if (!e.code().equals("ENDED")) {
            failure = e;
            return;
          }
          unanswered.add(text);
        }
        LockSupport.parkNanos(10_000_000);
      }
    }

    /** SIGKILL, and a new host on the same profile. */
    void killAndLaunchAgain() throws Exception {
      HeadlessProcess killed = host;
      killed.process().destroyForcibly().waitFor();
      host = launch();
      killed.close();
    }

    void writesSomeMore() throws Exception {
      int more = acknowledged.size() + 5;
      Eventually.holds(
          name + " writes",
          Duration.ofSeconds(60),
          () -> {
            if (failure != null) {
              throw new AssertionError(name + " was refused", failure);
            }
            return acknowledged.size() >= more;
          });
    }

    List<String> history() throws CommandFailed {
      return host.history(group).stream().map(m -> m.get("text").getAsString()).toList();
    }

    Set<String> ids() throws CommandFailed {
      Set<String> ids = new HashSet<>();
      for (JsonObject message : host.history(group)) {
        ids.add(message.get("id").getAsString());
      }
      return ids;
    }
  }

  @Test
  void everyAcknowledgedMessageIsInBothHistoriesOnceHoweverOftenHostsAreKilled() throws Exception {
    Author ada = new Author("Ada");
    Author bo = new Author("Bo");
    ExecutorService authors = Executors.newFixedThreadPool(2);
    try {
      assemble(ada, bo);
      List<CompletableFuture<Void>> writing =
          List.of(
              CompletableFuture.runAsync(ada::write, authors),
              CompletableFuture.runAsync(bo::write, authors));
      for (int round = 0; round < ROUNDS; round++) {
        ada.writesSomeMore();
        bo.killAndLaunchAgain();
        bo.writesSomeMore();
        ada.killAndLaunchAgain();
      }
      ada.writesSomeMore();
      bo.writesSomeMore();
      ada.done = true;
      bo.done = true;
      for (CompletableFuture<Void> author : writing) {
        author.get(60, TimeUnit.SECONDS);
      }

      Set<String> acknowledged = new HashSet<>(ada.acknowledged);
      acknowledged.addAll(bo.acknowledged);
      Set<String> possible = new HashSet<>(acknowledged);
      possible.addAll(ada.unanswered);
      possible.addAll(bo.unanswered);
      Eventually.holds(
          "both histories hold the same, and all that was acknowledged",
          Duration.ofSeconds(90),
          () -> ada.ids().equals(bo.ids()) && ada.history().containsAll(acknowledged));
      for (Author reader : List.of(ada, bo)) {
        List<String> history = new ArrayList<>(reader.history());
        assertThat(history).doesNotHaveDuplicates().isSubsetOf(possible);
        assertThat(history).containsAll(acknowledged);
      }
      assertThat(ada.unanswered.size() + bo.unanswered.size()).isPositive();
    } finally {
      ada.done = true;
      bo.done = true;
      ada.host.close();
      bo.host.close();
      authors.shutdown();
    }
  }

  private void assemble(Author ada, Author bo) throws CommandFailed {
    ada.host.command("create-organisation", "Harbour", "Ada");
    ada.host.command("ready");
    group = ada.host.text("group", "create-group", "Watch");
    String account = bo.host.text("account", "identity");
    bo.host.command("join", ada.host.text("invitation", "invite", account, "Bo"));
    bo.host.command("wait-peers", "1");
    ada.host.command("add-member", group, "Bo");
    bo.host.command("wait-conversation", group);
  }
}
