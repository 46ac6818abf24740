package org.conclave.launcher.demo;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conclave.launcher.Folders;
import org.conclave.launcher.headless.CommandFailed;
import org.jspecify.annotations.Nullable;

/**
 * Members on this machine found an organisation, make a group, and send each other messages; every
 * delivery is counted. What else is asked for happens when half of the messages are sent.
 */
public final class Demo {
  private static final String GROUP = "Harbour watch";

  private final DemoOptions options;
  private final PrintStream out;
  private final Path folder;
  private final Members members;
  private final Summary summary = new Summary();
  private final Set<Participant> everybody = new HashSet<>();
  private @Nullable OpenInvitation openInvitation;
  private @Nullable Takeover takeover;
  private @Nullable Revocation revocation;

  private Demo(DemoOptions options, PrintStream out, Path folder) {
    this.options = options;
    this.out = out;
    this.folder = folder;
    this.members = new Members(folder);
  }

  /**
   * @return the exit status: 0 if every message reached every other member exactly once and what
   *     else was asked for happened, 1 if not, 2 for a wrong command line
   */
  public static int run(List<String> words) {
    DemoOptions options;
    try {
      options = DemoOptions.parse(words);
    } catch (DemoOptions.UsageException e) {
      System.err.println("conclave demo: " + e.getMessage());
      System.err.println("Try conclave demo --help.");
      return 2;
    }
    if (options.help()) {
      System.out.print(DemoOptions.USAGE);
      return 0;
    }
    Demo demo;
    try {
      demo = new Demo(options, System.out, Files.createTempDirectory("conclave-demo"));
    } catch (IOException e) {
      System.err.println("conclave demo: " + e.getMessage());
      return 1;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(demo::tidyUp, "conclave-demo-stop"));
    try {
      return demo.run() ? 0 : 1;
    } catch (CommandFailed | IOException e) {
      System.err.println("conclave demo: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      demo.tidyUp();
    }
  }

  private boolean run() throws IOException, CommandFailed, InterruptedException {
    launch();
    String group = assemble();
    everybody.addAll(members.present());
    int count = members.present().size();
    long started = System.nanoTime();
    converse(group);
    double seconds = (System.nanoTime() - started) / 1e9;
    Deliveries deliveries = collect(group);
    summary.messages(count, options.messages(), deliveries, seconds);
    summary.resources(members.ready(), members.memory());
    boolean done = acts();
    transcript(group);
    say("");
    summary.lines().forEach(this::say);
    if (options.json()) {
      say(summary.json());
    }
    return done && deliveries.missing() == 0 && deliveries.duplicates() == 0;
  }

  /**
   * One after the other, so that the time to ready is that of a member with a machine of its own.
   */
  private void launch() throws IOException, CommandFailed {
    int count = options.members() + (options.openInvite() ? 1 : 0);
    say("Launching " + count + " members, each with its own profile, port and engine …");
    for (int i = 0; i < count; i++) {
      members.launch();
    }
  }

  /** The first member founds the organisation, invites the others and makes the group. */
  private String assemble() throws CommandFailed, InterruptedException {
    Participant founder = members.founder();
    founder.command("create-organisation", "Harbour", founder.name());
    founder.command("ready", "--timeout", "60");
    String group = founder.device().text("group", "create-group", GROUP);
    say(founder.name() + " founded the organisation Harbour and made the group " + GROUP + ".");
    for (Participant newcomer : members.others(founder)) {
      if (members.present().indexOf(newcomer) < options.members()) {
        String account = newcomer.device().text("account", "identity");
        newcomer.command(
            "join", founder.device().text("invitation", "invite", account, newcomer.name()));
        say(newcomer.name() + " joined by invitation.");
      } else {
        openInvitation = new OpenInvitation(founder, newcomer);
        openInvitation.play();
        say(newcomer.name() + " joined by an open invitation, waited, and was confirmed.");
      }
      newcomer.command("wait-peers", "1", "--timeout", "60");
      founder.command("add-member", group, newcomer.name());
      newcomer.command("wait-conversation", group, "--timeout", "60");
    }
    for (Participant member : members.present()) {
      member.command("wait-peers", String.valueOf(members.present().size() - 1), "--timeout", "60");
    }
    return group;
  }

  private void converse(String group) throws IOException, CommandFailed, InterruptedException {
    say("Each sends " + options.messages() + " messages …");
    List<Participant> senders = List.copyOf(members.present());
    Participant founder = members.founder();
    Participant last = senders.get(options.members() - 1);
    try (Exchange exchange = new Exchange(group, options, senders)) {
      if (options.takeover()) {
        senders.forEach(exchange::hold);
      } else if (options.revoke()) {
        // So that one sends for certain before, and another after.
        exchange.hold(last);
        exchange.hold(founder);
      }
      exchange.start();
      exchange.awaitHalf();
      if (options.killEngine() || options.swap() != null) {
        Disturbance disturbance = new Disturbance(members, options);
        disturbance.play();
        summary.disturbance(disturbance);
        disturbance.lines().forEach(this::say);
      }
      if (options.takeover()) {
        Participant mover = senders.get(1);
        takeover = new Takeover(members, mover, group);
        takeover.play(
            () -> {
              for (Participant sender : senders) {
                if (sender != mover
                    && !(options.revoke() && (sender == founder || sender == last))) {
                  exchange.release(sender);
                }
              }
            });
        if (takeover.takeovers() == 1) {
          exchange.release(mover);
          say(mover.name() + " moved to another device; the old one locked.");
        } else {
          exchange.end(mover);
          say(mover.name() + " could not go on from another device.");
        }
      }
      if (options.revoke()) {
        revocation = new Revocation(members, last, group);
        exchange.end(last);
        revocation.play(() -> exchange.release(founder));
        say(
            founder.name()
                + " removed "
                + last.name()
                + (revocation.revoked() == 1
                    ? " from the organisation."
                    : ", and not everybody has acted on it."));
      }
      exchange.finish();
    }
  }

  private Deliveries collect(String group) throws CommandFailed {
    int expected = everybody.stream().mapToInt(member -> member.sent().size()).sum();
    Deliveries deliveries = new Deliveries();
    for (Participant member : members.present()) {
      try {
        member.command("wait-messages", group, String.valueOf(expected), "--timeout", "120");
      } catch (CommandFailed e) {
        // What is missing is counted below.
        say(e.code() + ": " + e.getMessage());
      }
    }
    for (Participant member : members.present()) {
      Set<String> others = new HashSet<>();
      for (Participant author : everybody) {
        if (author != member) {
          others.addAll(author.sent().keySet());
        }
      }
      deliveries.add(others, member.user(), member.device().history(group));
    }
    return deliveries;
  }

  /** Whether everything happened that was asked for. */
  private boolean acts() throws CommandFailed {
    boolean done = true;
    if (openInvitation != null) {
      summary.openInvitation(openInvitation);
      done = openInvitation.confirmed() == 1;
    }
    if (takeover != null) {
      summary.takeover(takeover);
      done &= takeover.takeovers() == 1 && takeover.oldLocked() == 1;
    }
    if (revocation != null) {
      int read = revocation.readAfter();
      int after = revocation.sentAfter().size();
      summary.revocation(revocation, after, read);
      done &= revocation.revoked() == 1 && after > 0 && read == 0;
    }
    return done;
  }

  private void transcript(String group) throws CommandFailed {
    Participant reader = members.present().get(members.present().size() - 1);
    Map<String, String> names = new LinkedHashMap<>();
    for (JsonElement element : reader.command("members").getAsJsonArray()) {
      names.put(
          element.getAsJsonObject().get("user").getAsString(),
          element.getAsJsonObject().get("name").getAsString());
    }
    say("");
    say("The last messages, as " + reader.name() + " sees them:");
    for (JsonElement element : reader.command("history", group, "--limit", "8").getAsJsonArray()) {
      var message = element.getAsJsonObject();
      say(
          "  "
              + names.getOrDefault(message.get("author").getAsString(), "?")
              + ": "
              + message.get("text").getAsString());
    }
  }

  private void say(String line) {
    out.println(line);
  }

  /** Ends every member and leaves no file; also when the demo is interrupted. */
  private synchronized void tidyUp() {
    members.close();
    try {
      if (Files.exists(folder)) {
        Folders.delete(folder);
      }
    } catch (IOException e) {
      System.err.println(
          "conclave demo: temporary files stay behind in " + folder + ": " + e.getMessage());
    }
  }
}
