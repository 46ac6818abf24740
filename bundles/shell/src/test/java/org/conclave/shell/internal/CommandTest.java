package org.conclave.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {
  private final Command history =
      new Command(
          "history",
          "GROUP [EXTRA] [--after SEQUENCE] [--limit N]",
          "",
          arguments ->
              arguments.position(0) + arguments.count() + arguments.number("limit", 50, 1, 100));

  @Test
  void usageIsTheSyntax() throws Exception {
    assertThat(history.run(List.of("g"))).isEqualTo("g150");
    assertThat(history.run(List.of("g", "--limit", "7", "x"))).isEqualTo("g27");
  }

  @Test
  void switchesTakeNoValueAndMandatoryOptionsOne() throws Exception {
    Command export =
        new Command(
            "history",
            "GROUP --key-file KEY [--all] [--limit N]",
            "",
            arguments ->
                arguments.position(0)
                    + arguments.require("key-file")
                    + arguments.has("all")
                    + arguments.number("limit", 50, 1, 100));
    assertThat(export.run(List.of("g", "--key-file", "k"))).isEqualTo("gkfalse50");
    assertThat(export.run(List.of("--all", "g", "--limit", "7", "--key-file", "k")))
        .isEqualTo("gktrue7");
    assertUsage(export, List.of("g"));
    assertUsage(export, List.of("g", "--all"));
    assertUsage(export, List.of("g", "--key-file"));
    assertUsage(export, List.of("g", "--key-file", "k", "--all", "more"));
  }

  @Test
  void wordsBehindTwoDashesAreNoOptions() throws Exception {
    assertThat(history.run(List.of("--", "--limit"))).isEqualTo("--limit150");
  }

  @Test
  void wrongNumberOfPositionsIsAUsageError() {
    assertUsage(List.of());
    assertUsage(List.of("a", "b", "c"));
  }

  @Test
  void unknownAndUnfinishedOptionsAreUsageErrors() {
    assertUsage(List.of("g", "--colour", "red"));
    assertUsage(List.of("g", "--limit"));
  }

  @Test
  void numbersOutOfRangeAreUsageErrors() {
    assertUsage(List.of("g", "--limit", "0"));
    assertUsage(List.of("g", "--limit", "many"));
  }

  private void assertUsage(List<String> words) {
    assertUsage(history, words);
  }

  private static void assertUsage(Command command, List<String> words) {
    assertThatThrownBy(() -> command.run(words))
        .isInstanceOfSatisfying(
            CommandException.class,
            e -> {
              assertThat(e.code()).isEqualTo("USAGE");
              assertThat(e).hasMessageContaining("Usage: history GROUP");
            });
  }
}
