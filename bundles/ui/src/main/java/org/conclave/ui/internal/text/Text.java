package org.conclave.ui.internal.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/**
 * What the window says, in one language. Immutable and thread-safe.
 *
 * <p>Read without {@link java.util.ResourceBundle}, whose cache would hold on to the bundle's class
 * loader after the window has gone.
 */
public final class Text {
  /** What is read rarely is apart: on the way in and out, and by administrators. */
  static final List<String> PARTS = List.of("text", "member", "administration");

  private final Properties entries = new Properties();
  private final Locale locale;
  private final ZoneId zone;

  /** English, overlaid by the language of {@code locale} where there is one. */
  public Text(Locale locale, ZoneId zone) {
    this.locale = locale;
    this.zone = zone;
    for (String part : PARTS) {
      read(part + ".properties");
      if (!locale.getLanguage().isEmpty()) {
        read(part + "_" + locale.getLanguage() + ".properties");
      }
    }
  }

  private void read(String file) {
    try (InputStream in = Text.class.getResourceAsStream(file)) {
      if (in != null) {
        entries.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " of the window's own bundle cannot be read", e);
    }
  }

  /**
   * @throws IllegalArgumentException if there is no such key
   */
  public String get(String key, Object... arguments) {
    String pattern = entries.getProperty(key);
    if (pattern == null) {
      throw new IllegalArgumentException("no text for " + key);
    }
    return new MessageFormat(pattern, locale).format(arguments);
  }

  public boolean has(String key) {
    return entries.containsKey(key);
  }

  public Set<String> keys() {
    return entries.stringPropertyNames();
  }

  public Locale locale() {
    return locale;
  }

  /** The clock time, as short as the language has it. */
  public String time(Instant instant) {
    return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
        .withLocale(locale)
        .format(instant.atZone(zone));
  }

  public LocalDate day(Instant instant) {
    return instant.atZone(zone).toLocalDate();
  }

  /** "Today", "Yesterday", a weekday of the last week, or the date. */
  public String dayName(LocalDate day, LocalDate today) {
    if (day.equals(today)) {
      return get("day.today");
    }
    if (day.equals(today.minusDays(1))) {
      return get("day.yesterday");
    }
    String pattern = day.getYear() == today.getYear() ? "EEEE, d MMMM" : "EEEE, d MMMM yyyy";
    return DateTimeFormatter.ofPattern(pattern, locale).format(day);
  }

  /** For a list: the time of today's, else the short date. */
  public String when(Instant instant, LocalDate today) {
    LocalDate day = day(instant);
    if (day.equals(today)) {
      return time(instant);
    }
    if (day.equals(today.minusDays(1))) {
      return get("day.yesterday");
    }
    return DateTimeFormatter.ofPattern("d MMM", locale).format(day);
  }

  public String date(Instant instant) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
        .withLocale(locale)
        .format(instant.atZone(zone));
  }
}
