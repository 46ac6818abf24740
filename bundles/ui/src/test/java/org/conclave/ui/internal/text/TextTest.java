package org.conclave.ui.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TextTest {
  static Stream<String> parts() {
    return Text.PARTS.stream();
  }

  private static Properties file(String name) throws Exception {
    Properties properties = new Properties();
    try (InputStream in = Text.class.getResourceAsStream(name)) {
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return properties;
  }

  @ParameterizedTest
  @MethodSource("parts")
  void everyLanguageSaysTheSameThings(String part) throws Exception {
    Properties english = file(part + ".properties");
    Properties german = file(part + "_de.properties");
    assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    english.forEach(
        (key, pattern) ->
            assertThat(new MessageFormat(german.getProperty(key.toString())).getFormats())
                .as("arguments of %s", key)
                .hasSameSizeAs(new MessageFormat(pattern.toString()).getFormats()));
  }

  @Test
  void anUnknownLanguageIsEnglish() {
    assertThat(new Text(Locale.KOREAN, ZoneOffset.UTC).get("unlock.open")).isEqualTo("Unlock");
    assertThat(new Text(Locale.GERMANY, ZoneOffset.UTC).get("unlock.open")).isEqualTo("Entsperren");
  }

  @Test
  void numbersTakeTheirOwnForms() {
    Text text = new Text(Locale.ENGLISH, ZoneOffset.UTC);
    assertThat(text.get("delivery.SOME", 3, 5)).isEqualTo("3 of 5 received");
    assertThat(text.get("invite.days", 1)).isEqualTo("one day");
    assertThat(text.get("invite.days", 7)).isEqualTo("7 days");
  }

  @Test
  void daysAreNamedByDistance() {
    Text text = new Text(Locale.ENGLISH, ZoneOffset.UTC);
    LocalDate today = LocalDate.of(2026, 11, 23);
    assertThat(text.dayName(today, today)).isEqualTo("Today");
    assertThat(text.dayName(today.minusDays(1), today)).isEqualTo("Yesterday");
    assertThat(text.dayName(LocalDate.of(2025, 1, 2), today)).isEqualTo("Thursday, 2 January 2025");
  }
}
