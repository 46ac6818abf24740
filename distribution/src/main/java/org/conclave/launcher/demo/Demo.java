package org.conclave.launcher.demo;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.conclave.launcher.Folders;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;
import org.jspecify.annotations.Nullable;

/**
 * Members on this machine found an organisation, make a group, and send each other messages; every
 * delivery is counted.
 */
public final class Demo {
  private static final List<String> NAMES =
      List.of(
          "Ada", "Bo", "Chi", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kim", "Lea",
          "Mio", "Noa", "Oda", "Pia");
  private static final String GROUP = "Harbour watch";

  private final DemoOptions options;
  private final PrintStream out;
  private final List<HeadlessProcess> members = new ArrayList<>();
  private final List<Long> readyTimes = new ArrayList<>();
  private final Map<String, Set<String>> sent = new ConcurrentHashMap<>();
  private final AtomicInteger committed = new AtomicInteger();
  private int enginesKilled;
  private int swaps;
  private @Nullable Path folder;

  private Demo(DemoOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /**
   * @return the exit status: 0 if every message reached every other member exactly once, 1 if not,
   *     2 for a wrong command line
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
    Demo demo = new Demo(options, System.out);
    Thread hook = new Thread(demo::tidyUp, "conclave-demo-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return demo.run(demo.makeFolder()) ? 0 : 1;
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

  private boolean run(Path folder) throws IOException, CommandFailed, InterruptedException {
    launch(folder);
    String group = assemble();
    long started = System.nanoTime();
    exchange(group);
    double seconds = (System.nanoTime() - started) / 1e9;
    Deliveries deliveries = collect(group);
    OptionalDouble memory = memory();
    transcript(group);
    summarise(deliveries, memory, seconds);
    return deliveries.missing() == 0 && deliveries.duplicates() == 0;
  }

  /**
   * One after the other, so that the time to ready is that of a member with a machine of its own.
   */
  private void launch(Path folder) throws IOException, CommandFailed {
    say(
        "Launching "
            + options.members()
            + " members, each with its own profile, port and engine …");
    for (String name : NAMES.subList(0, options.members())) {
      HeadlessProcess member =
          HeadlessProcess.launch(name, folder, "--listen", "/ip4/127.0.0.1/tcp/0");
      members.add(member);
      readyTimes.add(
          member
              .command("ready", "--timeout", "120")
              .getAsJsonObject()
              .get("ready_ms")
              .getAsLong());
    }
  }

  /** The first member founds the organisation, invites the others and makes the group. */
  private String assemble() throws CommandFailed {
    HeadlessProcess founder = members.get(0);
    founder.command("create-organisation", "Harbour", founder.name());
    founder.command("ready", "--timeout", "60");
    String group = founder.text("group", "create-group", GROUP);
    say(founder.name() + " founded the organisation Harbour and made the group " + GROUP + ".");
    for (HeadlessProcess newcomer : members.subList(1, members.size())) {
      String account = newcomer.text("account", "identity");
      String invitation = founder.text("invitation", "invite", account, newcomer.name());
      newcomer.command("join", invitation);
      newcomer.command("wait-peers", "1", "--timeout", "60");
      founder.command("add-member", group, newcomer.name());
      newcomer.command("wait-conversation", group, "--timeout", "60");
      say(newcomer.name() + " joined by invitation and is in the group.");
    }
    for (HeadlessProcess member : members) {
      member.command("wait-peers", String.valueOf(members.size() - 1), "--timeout", "60");
    }
    return group;
  }

  /**
   * All members send at the same time; the disturbance comes when half of the messages are
   * committed by their senders.
   */
  private void exchange(String group) throws CommandFailed, InterruptedException {
    say("Each sends " + options.messages() + " messages …");
    int half = members.size() * options.messages() / 2;
    CountDownLatch halfway = new CountDownLatch(1);
    ExecutorService senders = Executors.newFixedThreadPool(members.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (HeadlessProcess member : members) {
        running.add(
            senders.submit(
                () -> {
                  send(member, group, half, halfway);
                  return null;
                }));
      }
      if (options.killEngine() || options.swap() != null) {
        await(halfway, running);
        disturb();
      }
      for (Future<?> sender : running) {
        sender.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandFailed failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      senders.shutdownNow();
    }
  }

  private static void await(CountDownLatch halfway, List<Future<?>> running)
      throws InterruptedException {
    while (!halfway.await(100, TimeUnit.MILLISECONDS)
        && !running.stream().allMatch(Future::isDone)) {
      // A sender that failed would never reach the half: its failure is reported by the caller.
    }
  }

  private void send(HeadlessProcess member, String group, int half, CountDownLatch halfway)
      throws CommandFailed, InterruptedException {
    Set<String> texts = ConcurrentHashMap.newKeySet();
    sent.put(member.name(), texts);
    long start = System.nanoTime();
    for (int i = 0; i < options.messages(); i++) {
      if (options.rate() > 0) {
        // Members do not type in step: each has its own place within the interval.
        long interval = 1_000_000_000L / options.rate();
        long due = start + i * interval + members.indexOf(member) * interval / members.size();
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      }
      String text = "Message " + (i + 1) + " from " + member.name();
      member.command("send", group, text);
      texts.add(text);
      if (committed.incrementAndGet() >= half) {
        halfway.countDown();
      }
    }
  }

  private void disturb() throws CommandFailed {
    if (options.killEngine()) {
      for (HeadlessProcess member : members) {
        ProcessHandle engine = ProcessHandle.of(member.enginePid()).orElse(null);
        if (engine != null && engine.destroyForcibly()) {
          enginesKilled++;
        }
      }
      say("Killed " + enginesKilled + " engines.");
    }
    if (options.swap() != null) {
      HeadlessProcess member = members.get(members.size() - 1);
      member.command("swap", options.swap());
      swaps++;
      say("Swapped " + options.swap() + " in " + member.name() + ".");
    }
  }

  private Deliveries collect(String group) throws CommandFailed {
    long expected = (long) members.size() * options.messages();
    Deliveries deliveries = new Deliveries();
    for (HeadlessProcess member : members) {
      try {
        member.command("wait-messages", group, String.valueOf(expected), "--timeout", "120");
      } catch (CommandFailed e) {
        // What is missing is counted below.
        say(e.code() + ": " + e.getMessage());
      }
    }
    for (HeadlessProcess member : members) {
      Set<String> others = new HashSet<>();
      sent.forEach(
          (author, texts) -> others.addAll(author.equals(member.name()) ? Set.of() : texts));
      deliveries.add(others, member.text("user", "organisation"), member.history(group));
    }
    return deliveries;
  }

  /** Host and engine of one member together: the mean over the members; empty if one is unknown. */
  private OptionalDouble memory() throws CommandFailed {
    double sum = 0;
    for (HeadlessProcess member : members) {
      for (long pid : new long[] {member.process().pid(), member.enginePid()}) {
        OptionalDouble pss = ProcessMemory.pssMegabytes(pid);
        if (pss.isEmpty()) {
          return OptionalDouble.empty();
        }
        sum += pss.getAsDouble();
      }
    }
    return OptionalDouble.of(sum / members.size());
  }

  private void transcript(String group) throws CommandFailed {
    HeadlessProcess reader = members.get(members.size() - 1);
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

  private void summarise(Deliveries deliveries, OptionalDouble memory, double seconds) {
    long ready = readyTimes.stream().mapToLong(Long::longValue).max().orElse(0);
    say("");
    say(
        String.format(
            "%d deliveries in %.1f s, %d missing, %d twice; p50 %.1f ms, p99 %.1f ms from send to"
                + " committed; ready after %d ms; %s for host and engine.",
            deliveries.delivered(),
            seconds,
            deliveries.missing(),
            deliveries.duplicates(),
            deliveries.percentile(0.5),
            deliveries.percentile(0.99),
            ready,
            memory.isPresent()
                ? Math.round(memory.getAsDouble()) + " MB"
                : "an amount of memory that this system does not tell"));
    if (options.json()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("members", members.size());
      line.put("messages", options.messages());
      line.put("deliveries", deliveries.delivered());
      line.put("missing", deliveries.missing());
      line.put("duplicates", deliveries.duplicates());
      line.put("engines_killed", enginesKilled);
      line.put("swaps", swaps);
      line.put("p50_ms", tenths(deliveries.percentile(0.5)));
      line.put("p99_ms", tenths(deliveries.percentile(0.99)));
      line.put("ready_ms", ready);
      line.put("pss_mb", memory.isPresent() ? tenths(memory.getAsDouble()) : null);
      say(new GsonBuilder().serializeNulls().create().toJson(line));
    }
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private void say(String line) {
    out.println(line);
  }

  private synchronized Path makeFolder() throws IOException {
    Path made = Files.createTempDirectory("conclave-demo");
    folder = made;
    return made;
  }

  /** Ends every member and leaves no file; also when the demo is interrupted. */
  private synchronized void tidyUp() {
    members.parallelStream().forEach(HeadlessProcess::close);
    members.clear();
    if (folder != null) {
      try {
        Folders.delete(folder);
        folder = null;
      } catch (IOException e) {
        System.err.println(
            "conclave demo: temporary files stay behind in " + folder + ": " + e.getMessage());
      }
    }
  }
}
