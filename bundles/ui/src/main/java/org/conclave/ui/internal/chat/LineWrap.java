package org.conclave.ui.internal.chat;

import java.awt.FontMetrics;
import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines at spaces, and within a word only where it is wider than a line. */
final class LineWrap {
  private static final int TAB_SPACES = 4;

  private LineWrap() {}

  static List<String> wrap(String text, FontMetrics metrics, int width) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.replace("\t", " ".repeat(TAB_SPACES)).split("\\R", -1)) {
      wrapParagraph(paragraph, metrics, Math.max(1, width), lines);
    }
    return List.copyOf(lines);
  }

  private static void wrapParagraph(
      String paragraph, FontMetrics metrics, int width, List<String> lines) {
    int start = 0;
    while (true) {
      int end = fitting(paragraph, start, metrics, width);
      if (end >= paragraph.length()) {
        lines.add(paragraph.substring(start));
        return;
      }
      int space = paragraph.lastIndexOf(' ', end);
      boolean atSpace = space > start;
      lines.add(paragraph.substring(start, atSpace ? space : end));
      start = atSpace ? space + 1 : end;
    }
  }

  /** The end of the longest piece from {@code start} that fits; at least one character. */
  private static int fitting(String text, int start, FontMetrics metrics, int width) {
    int used = 0;
    int index = start;
    while (index < text.length()) {
      int code = text.codePointAt(index);
      used += metrics.charWidth(code);
      if (used > width && index > start) {
        return index;
      }
      index += Character.charCount(code);
    }
    return index;
  }
}
