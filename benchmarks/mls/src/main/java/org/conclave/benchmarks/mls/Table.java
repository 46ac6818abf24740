package org.conclave.benchmarks.mls;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Lines of figures on standard output. A line whose figure has a target ends in what became of it.
 */
final class Table {
  private final PrintStream out;

  Table(PrintStream out) {
    this.out = out;
  }

  void heading(String text) {
    out.println();
    out.println(text);
  }

  void line(String text) {
    out.println(text.stripTrailing());
  }

  /** A line that is judged. */
  void judged(String text, boolean reached) {
    out.println(text + "  " + (reached ? "met" : "not met"));
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** Microseconds as milliseconds with three significant digits or so. */
  static String millis(double micros) {
    double millis = micros / 1_000;
    return format(millis < 1 ? "%.3f" : millis < 100 ? "%.2f" : "%.0f", millis);
  }
}
