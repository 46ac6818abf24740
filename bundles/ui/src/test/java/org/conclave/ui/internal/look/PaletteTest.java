package org.conclave.ui.internal.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PaletteTest {
  private static final double ENOUGH = 4.5;

  @ParameterizedTest
  @CsvSource({
    "@foreground, @background",
    "@foreground, Conclave.list",
    "@foreground, Conclave.listSelected",
    "@foreground, Conclave.rowSelected",
    "@foreground, Conclave.sheet",
    "Conclave.muted, Conclave.conversation",
    "Conclave.muted, Conclave.list",
    "Conclave.muted, Conclave.listSelected",
    "Conclave.muted, Conclave.listHover",
    "Conclave.muted, Conclave.rowSelected",
    "Conclave.muted, Conclave.sheet",
    "Conclave.accentText, Conclave.sheet",
    "Conclave.accentText, Conclave.list",
    "Conclave.badgeForeground, Conclave.badge",
    "Conclave.railForeground, Conclave.rail",
    "Conclave.railSelectedForeground, Conclave.railSelected",
    "Conclave.accentText, Conclave.conversation",
    "Conclave.warning, Conclave.sheet",
    "Conclave.warning, Conclave.conversation",
    "Conclave.danger, Conclave.list",
    "Conclave.danger, Conclave.sheet",
    "Conclave.danger, Conclave.conversation",
    "Conclave.warningForeground, Conclave.warningGround",
    "Conclave.dangerForeground, Conclave.dangerGround",
    "Button.default.foreground, Button.default.background",
    "TextField.placeholderForeground, @background",
    "Conclave.avatarForeground, Conclave.avatar0",
    "Conclave.avatarForeground, Conclave.avatar1",
    "Conclave.avatarForeground, Conclave.avatar2",
    "Conclave.avatarForeground, Conclave.avatar3",
    "Conclave.avatarForeground, Conclave.avatar4",
    "Conclave.avatarForeground, Conclave.avatar5",
    "Conclave.avatarForeground, Conclave.avatar6",
    "Conclave.avatarForeground, Conclave.avatar7"
  })
  void textStandsOutFromItsGround(String ink, String ground) {
    for (boolean dark : new boolean[] {false, true}) {
      Map<String, String> palette = Look.palette(dark);
      assertThat(contrast(palette.get(ink), palette.get(ground)))
          .as("%s on %s, %s", ink, ground, dark ? "dark" : "light")
          .isGreaterThanOrEqualTo(ENOUGH);
    }
  }

  /** WCAG 2.2, contrast ratio. */
  private static double contrast(String one, String other) {
    double first = luminance(Color.decode(one));
    double second = luminance(Color.decode(other));
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  }

  private static double luminance(Color colour) {
    return 0.2126 * linear(colour.getRed())
        + 0.7152 * linear(colour.getGreen())
        + 0.0722 * linear(colour.getBlue());
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
