package org.conclave.ui.internal.look;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import javax.swing.UIManager;

/**
 * Sets the look and feel and gives out its colours. On the event thread only.
 *
 * <p>FlatLaf gets strings alone from here: it lives in a bundle that stays when the window is
 * swapped, so it must hold nothing of the window's class loader.
 */
public final class Look {
  public static final int GRID = 8;
  private static final int AVATAR_COLOURS = 8;

  /** Odd and far from a power of two: ids whose low bits agree still get different colours. */
  private static final int SPREAD = 0x2545F491;

  private Look() {}

  /** Sets the look for components that are built from now on. */
  public static void apply(boolean dark) {
    UIManager.put("ClassLoader", FlatLaf.class.getClassLoader());
    FlatLaf look = dark ? new FlatDarkLaf() : new FlatLightLaf();
    look.setExtraDefaults(palette(dark));
    if (!FlatLaf.setup(look)) {
      throw new IllegalStateException("the look and feel could not be set");
    }
  }

  static Map<String, String> palette(boolean dark) {
    Properties properties = new Properties();
    try (InputStream in = Look.class.getResourceAsStream("palette.properties")) {
      if (in == null) {
        throw new IllegalStateException("the window's own bundle lacks its palette");
      }
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the palette cannot be read", e);
    }
    String wanted = dark ? "[dark]" : "[light]";
    Map<String, String> palette = new HashMap<>();
    properties.forEach(
        (key, value) -> {
          String name = key.toString();
          if (name.startsWith(wanted)) {
            palette.put(name.substring(wanted.length()), value.toString());
          } else if (!name.startsWith("[")) {
            palette.put(name, value.toString());
          }
        });
    return palette;
  }

  /** A colour of the palette: {@code Conclave.<name>}. */
  public static Color colour(String name) {
    Color colour = UIManager.getColor("Conclave." + name);
    if (colour == null) {
      throw new IllegalArgumentException("no colour " + name + " in the palette");
    }
    return colour;
  }

  /** The same person has the same colour everywhere. */
  public static Color avatarColour(int seed) {
    return colour("avatar" + Math.floorMod(seed * SPREAD >>> Byte.SIZE, AVATAR_COLOURS));
  }
}
