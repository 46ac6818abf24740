package org.conclave.mls.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every vector file of a folder and of those below it: {@code -Dmls.vectors}, else the working
 * group's beside the checkout. Prints {@code file: passed/total} for each; a case of a suite that
 * is not supported counts as failed.
 *
 * <p>Only the folder that nobody asked for may be missing. A given one that is missing or holds no
 * vectors, and a file that is none, fail the run.
 */
class WorkingGroupVectorsTest {
  private static final String NONE =
      "no vectors: set -Dmls.vectors, or put them into mls-wg/test-vectors of conclave.shared";

  @Test
  void vectorsAreThere() {
    assumeTrue(isGiven() || isRequired() || Files.isDirectory(folder()), NONE);
    assertThat(folder()).as("the folder of vectors").isDirectory();
    assertThat(files()).as("vector files in " + folder()).isNotEmpty();
    if (!isGiven()) {
      assertThat(files())
          .extracting(file -> file.getFileName().toString())
          .contains("passive-client-welcome.json", "passive-client-handling-commit.json");
    }
  }

  @TestFactory
  Stream<DynamicTest> everyFilePasses() {
    assumeTrue(Files.isDirectory(folder()), NONE);
    return files().stream()
        .map(file -> DynamicTest.dynamicTest(nameOf(file), () -> run(nameOf(file), file)));
  }

  private static void run(String name, Path file) throws IOException {
    List<Case> cases = read(name, file);
    VectorKind kind =
        VectorKind.of(cases.get(0))
            .orElseThrow(() -> new AssertionError(name + " is not a vector file that is known"));
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      try {
        assertThat(cases.get(i).isSupported()).as("the suite is supported").isTrue();
        kind.verifier().verify(cases.get(i));
      } catch (Exception | AssertionError | StackOverflowError e) {
        failures.add("case " + i + ": " + trace(e));
      }
    }
    System.out.println(name + ": " + (cases.size() - failures.size()) + "/" + cases.size());
    assertThat(failures).isEmpty();
  }

  private static List<Case> read(String name, Path file) throws IOException {
    try {
      List<Case> cases =
          Case.objects(JsonParser.parseString(Files.readString(file)).getAsJsonArray());
      assertThat(cases).as("the cases of " + name).isNotEmpty();
      return cases;
    } catch (JsonParseException | IllegalStateException | CharacterCodingException e) {
      throw new AssertionError(name + " is not an array of cases", e);
    }
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static boolean isGiven() {
    return !System.getProperty("mls.vectors", "").isEmpty();
  }

  private static boolean isRequired() {
    return List.of(System.getProperty("conclave.require", "").split(",")).contains("vectors");
  }

  private static Path folder() {
    if (!isGiven()) {
      return Path.of(System.getProperty("conclave.shared", "shared"), "mls-wg", "test-vectors");
    }
    // Tests run in the folder of their module, but commands are given in the repository's.
    Path given = Path.of(System.getProperty("mls.vectors"));
    Path ofRepository = Path.of("..", "..").resolve(given);
    return Files.isDirectory(ofRepository) ? ofRepository : given;
  }

  /** A file directly in the folder by its name alone, one below it with the way there. */
  private static String nameOf(Path file) {
    return folder().relativize(file).toString();
  }

  private static List<Path> files() {
    try (Stream<Path> all = Files.walk(folder(), FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".json"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the vector folder cannot be read", e);
    }
  }
}
