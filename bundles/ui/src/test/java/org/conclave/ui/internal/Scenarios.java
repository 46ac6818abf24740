package org.conclave.ui.internal;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.conclave.api.identity.GroupId;
import org.conclave.ui.internal.look.Theme;
import org.conclave.ui.internal.text.Text;

/**
 * What a person does at the window, each from a fresh one. Run in a process of its own, which has a
 * display; prints a line for each scenario.
 */
abstract class Scenarios {
  static final ZoneId ZONE = ZoneOffset.UTC;

  final Hand hand;
  final SetClock clock = new SetClock(ZONE);
  final Map<String, Scenario> scenarios = new LinkedHashMap<>();
  final AtomicBoolean closedByPerson = new AtomicBoolean();
  Path directory;
  World world;
  ConclaveWindow window;

  interface Scenario {
    void play() throws Exception;
  }

  Scenarios(File screenshots) throws Exception {
    this.hand = new Hand(screenshots);
  }

  /** Plays those that are named after the first argument, or all, and ends the JVM. */
  final void playAll(List<String> arguments) throws Exception {
    List<String> wanted = arguments.subList(1, arguments.size());
    for (Map.Entry<String, Scenario> each : scenarios.entrySet()) {
      if (wanted.isEmpty() || wanted.contains(each.getKey())) {
        play(each.getKey(), each.getValue());
      }
    }
    System.exit(0);
  }

  private void play(String name, Scenario scenario) throws Exception {
    AtomicBoolean failed = new AtomicBoolean();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          failed.set(true);
        });
    directory = Files.createTempDirectory("window");
    try {
      scenario.play();
    } catch (Exception | AssertionError e) {
      e.printStackTrace();
      failed.set(true);
    } finally {
      if (window != null) {
        window.close();
        window = null;
      }
    }
    System.out.println((failed.get() ? "FAIL " : "PASS ") + name);
  }

  static void check(String what, boolean holds) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  final World newWorld() {
    clock.set(Instant.parse("2026-11-23T10:42:00Z"));
    world = new World(directory, clock);
    return world;
  }

  final void open(Theme theme, int width, int height) {
    new WindowSettings(
            java.util.Optional.of(new java.awt.Rectangle(0, 0, width, height)),
            false,
            theme,
            WindowSettings.LOCK_AFTER)
        .write(directory);
    closedByPerson.set(false);
    window =
        new ConclaveWindow(
            world.services,
            new Text(Locale.ENGLISH, ZONE),
            world.clock,
            directory,
            () -> closedByPerson.set(true));
    world.happenings = new Happenings(window);
    window.open();
    hand.await(
        "the window is open",
        () ->
            java.util.Arrays.stream(java.awt.Window.getWindows())
                .anyMatch(w -> w instanceof javax.swing.JFrame && w.isShowing()));
    hand.settle();
  }

  final GroupId clinic() {
    newWorld()
        .populate(
            "Harbour Clinic",
            "Mara Lindqvist",
            "Jonas Weber",
            "Aisha Rahman",
            "Tomás Ortega",
            "Priya Nair",
            "Lena Fischer");
    Instant day = Instant.parse("2026-11-22T16:04:00Z");
    Instant now = Instant.parse("2026-11-23T09:12:00Z");
    World.Chat chat = world.messenger;
    GroupId board = chat.group("Board", 0, 1, 2);
    chat.say(board, 2, Instant.parse("2026-11-20T12:00:00Z"), "Budget draft is in the folder.", 0);
    GroupId lab = chat.group("Laboratory", 0, 3, 4);
    chat.say(lab, 0, Instant.parse("2026-11-22T11:20:00Z"), "Thanks, received all of it.", 2);
    GroupId transport = chat.group("Patient transport", 3, 3, 5);
    chat.say(transport, 3, Instant.parse("2026-11-23T08:55:00Z"), "Van 2 is back at ten.", 0);
    chat.say(transport, 5, Instant.parse("2026-11-23T08:57:00Z"), "Then I take the 10:30.", 0);
    chat.say(transport, 3, Instant.parse("2026-11-23T08:58:00Z"), "Agreed. Entrance B, please.", 0);
    GroupId ward = chat.group("Ward 3 handover", 0, 1, 2, 3, 4);
    chat.say(ward, 1, day, "Evening handover: beds 4 and 9 are free, bed 11 is being cleaned.", 0);
    chat.say(ward, 1, day.plusSeconds(20), "Dr Rahman is on call until six.", 0);
    chat.say(
        ward,
        2,
        day.plusSeconds(420),
        "Confirmed. I will be in the building until then, afterwards by phone.",
        0);
    chat.say(ward, 0, day.plusSeconds(600), "Thank you both. I have updated the board.", 4);
    chat.say(
        ward,
        3,
        now,
        "Good morning! The new infusion pumps arrived. They are in the store room, still in their"
            + " boxes; please do not unpack them before the technician has checked the serial"
            + " numbers against the delivery note.",
        0);
    chat.say(ward, 3, now.plusSeconds(25), "He comes at 11.", 0);
    chat.say(ward, 4, now.plusSeconds(180), "I can let him in. Which entrance?", 0);
    chat.say(ward, 0, now.plusSeconds(300), "Entrance B, he has a large trolley.", 4);
    chat.say(ward, 0, now.plusSeconds(310), "I will tell reception.", 3);
    chat.say(ward, 2, now.plusSeconds(2_400), "Bed 11 is ready.", 0);
    chat.say(
        ward,
        0,
        now.plusSeconds(4_500),
        "Great. Then we can take the transfer from Ward 5 at noon.",
        0);
    return ward;
  }
}
