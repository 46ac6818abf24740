package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.conclave.launcher.headless.HeadlessProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Suite {@code window}: the distribution's window as a person gets it, on a display of the test's
 * own. It is looked at and typed into from a process beside it.
 */
@Timeout(180)
class WindowIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Duration ENDING = Duration.ofSeconds(15);

  /** Of a JVM that was ended by SIGTERM: 128 + 15. */
  private static final int TERMINATED = 143;

  private static Process xvfb;
  private static String display;
  private static int ran;

  @TempDir Path folder;

  @BeforeAll
  static void startDisplay() throws IOException {
    try {
      xvfb =
          new ProcessBuilder(
                  "Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      String reason = "Xvfb is not there";
      System.out.println("suite window: not run (" + reason + ")");
      if (Arrays.asList(System.getProperty("conclave.require", "").split(",")).contains("window")) {
        fail(reason, e);
      }
      return;
    }
    String number =
        new BufferedReader(new InputStreamReader(xvfb.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    assertThat(number).as("the display that Xvfb names").isNotNull();
    display = ":" + number.strip();
  }

  @BeforeEach
  void skipWithoutDisplay() {
    assumeTrue(display != null, "there is no display");
  }

  @AfterAll
  static void stopDisplay() {
    if (xvfb != null) {
      xvfb.destroy();
      xvfb.onExit().join();
      System.out.println("suite window: ran " + ran);
    }
  }

  @Test
  void windowAppearsAndIsEndedByASignal() throws Exception {
    Path profile = folder.resolve("Ada");
    Process window = open(profile);
    try {
      person("looks", "distribution-first-start");
      endBySignal(window);
    } finally {
      endByForce(window);
    }
    assertThat(Files.readString(profile.resolve("logs/conclave.log")))
        .doesNotContain(" ERROR ", " WARN ");
    ran++;
  }

  @Test
  void organisationThatIsCreatedInTheWindowIsTheProfiles() throws Exception {
    Path profile = folder.resolve("Ada");
    Process window = open(profile);
    try {
      person("creates", "distribution-created", "Harbour", "Ada", "passphrase of Ada");
      assertThat(window.descendants()).as("the engine").isNotEmpty();
      endBySignal(window);
    } finally {
      endByForce(window);
    }
    try (HeadlessProcess member = HeadlessProcess.launch("Ada", folder)) {
      assertThat(member.text("organisation_name", "organisation")).isEqualTo("Harbour");
      assertThat(member.text("name", "organisation")).isEqualTo("Ada");
      assertThat(member.text("role", "organisation")).isEqualTo("ROOT_ADMINISTRATOR");
    }
    ran++;
  }

  private Process open(Path profile) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("conclave.script"),
            "--profile",
            profile.toString(),
            "--listen",
            "/ip4/127.0.0.1/tcp/0");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CONCLAVE_BUILD", "never");
    builder.environment().put("DISPLAY", display);
    // What the person reads and types must not depend on where the test runs.
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("window.out").toFile())
        .start();
  }

  private void endBySignal(Process window) throws Exception {
    List<ProcessHandle> engines = window.descendants().toList();
    window.destroy();
    assertThat(window.waitFor(ENDING.toSeconds(), TimeUnit.SECONDS)).as("ends in time").isTrue();
    assertThat(window.exitValue())
        .as("%s", Files.readString(folder.resolve("window.out")))
        .isIn(0, TERMINATED);
    Eventually.holds(
        "no engine is left", ENDING, () -> engines.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static void endByForce(Process window) throws InterruptedException {
    window.descendants().forEach(ProcessHandle::destroyForcibly);
    window.destroyForcibly().waitFor();
  }

  private void person(String does, String picture, String... words) throws Exception {
    Files.createDirectories(SCREENSHOTS);
    Path said = folder.resolve("person.out");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Person.class.getName(),
            does,
            SCREENSHOTS.resolve(picture + ".png").toString());
    builder.command().addAll(List.of(words));
    builder.environment().put("DISPLAY", display);
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).as("the person is done").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue())
        .as("%s%n%s", Files.readString(said), Files.readString(folder.resolve("window.out")))
        .isZero();
  }

  /**
   * Somebody who sees the screen and has a keyboard, and no mouse: where things are may change, the
   * order in which Tab comes to them is part of what is promised. Ends with status 0 if all went as
   * expected.
   */
  static final class Person {
    private static final long PATIENCE_NANOS = 40_000_000_000L;
    private static final int GLANCE_MILLIS = 350;
    private static final int FEW_COLOURS = 12;

    private final Robot robot = new Robot();
    private final File picture;
    private int[] seen;

    private Person(File picture) throws Exception {
      this.picture = picture;
      this.seen = look();
      robot.setAutoDelay(8);
    }

    /**
     * @param arguments what to do, where to put the picture, and what to type
     */
    public static void main(String[] arguments) throws Exception {
      Person person = new Person(new File(arguments[1]));
      try {
        switch (arguments[0]) {
          case "looks" -> person.awaitDoors();
          case "creates" -> person.create(arguments[2], arguments[3], arguments[4]);
          default -> throw new IllegalArgumentException(arguments[0]);
        }
      } finally {
        person.keepPicture();
      }
      System.exit(0);
    }

    /** Leaves the focus on the first door. */
    private void awaitDoors() {
      await("a window appears", () -> Arrays.stream(look()).distinct().count() > FEW_COLOURS);
      // Only where there is something to choose does Tab show anything.
      await(
          "there are two doors",
          () -> {
            awaitStill();
            press(KeyEvent.VK_TAB);
            robot.delay(GLANCE_MILLIS);
            return !Arrays.equals(seen, look());
          });
      press(KeyEvent.VK_SHIFT, KeyEvent.VK_TAB);
      awaitStill();
    }

    private void create(String organisation, String member, String passphrase) {
      awaitDoors();
      press(KeyEvent.VK_TAB);
      press(KeyEvent.VK_SPACE);
      awaitOther("the form");
      type(organisation);
      press(KeyEvent.VK_TAB);
      type(member);
      press(KeyEvent.VK_TAB);
      type(passphrase);
      press(KeyEvent.VK_TAB);
      type(passphrase);
      awaitStill();
      press(KeyEvent.VK_ENTER);
      awaitOther("the recovery code");
      press(KeyEvent.VK_SPACE);
      press(KeyEvent.VK_ENTER);
      awaitOther("the conversations");
    }

    /** What moves, moves at least once in a glance; a caret may blink between two. */
    private void awaitStill() {
      await(
          "the window is still",
          () -> {
            seen = look();
            robot.delay(GLANCE_MILLIS);
            return Arrays.equals(seen, look());
          });
    }

    /** Much of the screen is other than it was, and it is still again. */
    private void awaitOther(String what) {
      int[] before = seen;
      await(
          what,
          () -> {
            awaitStill();
            int differing = 0;
            for (int i = 0; i < before.length; i++) {
              differing += before[i] == seen[i] ? 0 : 1;
            }
            return differing > before.length / 100;
          });
    }

    private void await(String what, BooleanSupplier condition) {
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("not within 40 s: " + what);
        }
        robot.delay(GLANCE_MILLIS / 10);
      }
    }

    private BufferedImage capture() {
      return robot.createScreenCapture(new Rectangle(Toolkit.getDefaultToolkit().getScreenSize()));
    }

    private int[] look() {
      BufferedImage image = capture();
      return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private void keepPicture() throws IOException {
      ImageIO.write(capture(), "png", picture);
    }

    private void type(String text) {
      for (char c : text.toCharArray()) {
        int code = KeyEvent.getExtendedKeyCodeForChar(c);
        if (Character.isUpperCase(c)) {
          press(KeyEvent.VK_SHIFT, code);
        } else {
          press(code);
        }
      }
    }

    private void press(int... codes) {
      for (int code : codes) {
        robot.keyPress(code);
      }
      for (int i = codes.length - 1; i >= 0; i--) {
        robot.keyRelease(codes[i]);
      }
    }
  }
}
