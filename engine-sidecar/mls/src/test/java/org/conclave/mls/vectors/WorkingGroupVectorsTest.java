package org.conclave.mls.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every vector file of a folder: {@code -Dmls.vectors}, else the working group's beside the
 * checkout. Prints {@code file: passed/total} for each; a case of a suite that is not supported
 * counts as failed.
 */
class WorkingGroupVectorsTest {
  @Test
  void vectorsAreThere() {
    assumeTrue(
        Files.isDirectory(folder()), "no vectors: set -Dmls.vectors, or put them at " + folder());
    assertThat(files()).isNotEmpty();
  }

  @TestFactory
  Stream<DynamicTest> everyFilePasses() {
    assumeTrue(
        Files.isDirectory(folder()), "no vectors: set -Dmls.vectors, or put them at " + folder());
    return files().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)));
  }

  private static void run(Path file) throws IOException {
    List<Case> cases =
        Case.objects(JsonParser.parseString(Files.readString(file)).getAsJsonArray());
    assertThat(cases).as("a vector file has cases").isNotEmpty();
    VectorKind kind =
        VectorKind.of(cases.get(0))
            .orElseThrow(
                () ->
                    new AssertionError(
                        "a vector file that is not understood: " + file.getFileName()));
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      try {
        assertThat(cases.get(i).isSupported()).as("the suite is supported").isTrue();
        kind.verifier().verify(cases.get(i));
      } catch (Exception | AssertionError e) {
        failures.add("case " + i + ": " + trace(e));
      }
    }
    System.out.println(
        file.getFileName() + ": " + (cases.size() - failures.size()) + "/" + cases.size());
    assertThat(failures).isEmpty();
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static Path folder() {
    String given = System.getProperty("mls.vectors");
    return given != null && !given.isEmpty()
        ? Path.of(given)
        : Path.of(System.getProperty("conclave.shared", "shared"), "mls-wg", "test-vectors");
  }

  private static List<Path> files() {
    try (Stream<Path> all = Files.list(folder())) {
      return all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException("the vector folder cannot be read", e);
    }
  }
}
