package org.conclave.ui.internal;

import java.awt.Rectangle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.conclave.ui.internal.look.Theme;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the window was and how it looked, in a small file of the profile's folder. Nothing secret
 * is in it, so it can be read before the profile is opened. Damage to it costs the default place.
 *
 * @param bounds empty until the window was moved
 * @param lockAfter how long without a touch until the profile is locked; zero for never
 */
record WindowSettings(
    Optional<Rectangle> bounds, boolean maximised, Theme theme, Duration lockAfter) {
  static final Duration LOCK_AFTER = Duration.ofMinutes(15);
  static final WindowSettings DEFAULT =
      new WindowSettings(Optional.empty(), false, Theme.SYSTEM, LOCK_AFTER);

  private static final Logger LOG = LoggerFactory.getLogger(WindowSettings.class);
  private static final String FILE = "window.properties";

  static WindowSettings read(Path profile) {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(profile.resolve(FILE))) {
      properties.load(in);
      return new WindowSettings(
          bounds(properties),
          Boolean.parseBoolean(properties.getProperty("maximised")),
          Theme.valueOf(properties.getProperty("theme", Theme.SYSTEM.name())),
          Duration.parse(properties.getProperty("lockAfter", LOCK_AFTER.toString())));
    } catch (java.nio.file.NoSuchFileException e) {
      return DEFAULT;
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      LOG.info("The window's settings cannot be read; it opens as at first: {}", e.toString());
      return DEFAULT;
    }
  }

  private static Optional<Rectangle> bounds(Properties properties) {
    if (properties.getProperty("width") == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Rectangle(
            Integer.parseInt(properties.getProperty("x", "0")),
            Integer.parseInt(properties.getProperty("y", "0")),
            Integer.parseInt(properties.getProperty("width")),
            Integer.parseInt(properties.getProperty("height", "0"))));
  }

  /** Writes into a profile's folder that is there; makes none. */
  void write(Path profile) {
    if (!Files.isDirectory(profile)) {
      return;
    }
    Properties properties = new Properties();
    bounds.ifPresent(
        at -> {
          properties.setProperty("x", Integer.toString(at.x));
          properties.setProperty("y", Integer.toString(at.y));
          properties.setProperty("width", Integer.toString(at.width));
          properties.setProperty("height", Integer.toString(at.height));
        });
    properties.setProperty("maximised", Boolean.toString(maximised));
    properties.setProperty("theme", theme.name());
    properties.setProperty("lockAfter", lockAfter.toString());
    try (OutputStream out = Files.newOutputStream(profile.resolve(FILE))) {
      properties.store(out, null);
    } catch (IOException e) {
      LOG.info("The window's settings cannot be written: {}", e.toString());
    }
  }
}
