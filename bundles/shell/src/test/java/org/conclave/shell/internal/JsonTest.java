package org.conclave.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void answersAreOneLine() {
    assertThat(Json.success(Map.of("text", "a\nb\u2028c")))
        .isEqualTo("{\"ok\":true,\"result\":{\"text\":\"a\\nb\\u2028c\"}}");
  }

  @Test
  void commandsInJsonKeepEveryCharacterOfTheirArguments() throws CommandException {
    assertThat(Json.words("[\"send\", \"g\", \"$x {y} 'z' \\\"q\\\"\\n\"]"))
        .containsExactly("send", "g", "$x {y} 'z' \"q\"\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[]", "[[\"a\"]]", "[{}]", "[null]", "[\"a\"", "[\"a\"] x"})
  void anythingElseIsAUsageError(String line) {
    assertThatThrownBy(() -> Json.words(line))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.code()).isEqualTo("USAGE"));
  }
}
