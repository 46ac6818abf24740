package org.conclave.ui.internal.admin;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.print.PageFormat;
import java.awt.print.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.conclave.ui.internal.look.QrPicture;

/**
 * One page on paper: a title, what it is, a code as letters, and as a picture where there is one.
 */
final class PrintedLeaf implements Printable {
  private static final int PICTURE = 260;
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
  private static final Font BODY = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  private static final Font CODE = new Font(Font.MONOSPACED, Font.PLAIN, 11);
  private static final int SPACE = 16;

  private final String title;
  private final List<String> words;
  private final String code;
  private final Optional<QrPicture> picture;

  PrintedLeaf(String title, List<String> words, String code, Optional<QrPicture> picture) {
    this.title = title;
    this.words = List.copyOf(words);
    this.code = code;
    this.picture = picture;
  }

  @Override
  public int print(Graphics graphics, PageFormat format, int page) {
    if (page > 0) {
      return NO_SUCH_PAGE;
    }
    Graphics2D g = (Graphics2D) graphics.create();
    g.translate(format.getImageableX(), format.getImageableY());
    g.setColor(Color.BLACK);
    int width = (int) format.getImageableWidth();
    int y = write(g, TITLE, title, width, 0);
    for (String line : words) {
      y = write(g, BODY, line, width, y + SPACE);
    }
    y += SPACE;
    if (picture.isPresent()) {
      int size = Math.max(PICTURE, picture.get().modules());
      picture.get().paint(g, 0, y, Math.min(size, width));
      g.setColor(Color.BLACK);
      y += size + SPACE;
    }
    write(g, CODE, code, width, y);
    g.dispose();
    return PAGE_EXISTS;
  }

  private static int write(Graphics2D g, Font font, String text, int width, int top) {
    g.setFont(font);
    FontMetrics metrics = g.getFontMetrics();
    int y = top;
    for (String line : wrap(text, metrics, width)) {
      g.drawString(line, 0, y + metrics.getAscent());
      y += metrics.getHeight();
    }
    return y;
  }

  /** At spaces where there are some, else wherever the line is full: codes have no spaces. */
  static List<String> wrap(String text, FontMetrics metrics, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (!rest.isEmpty()) {
      int fits = 1;
      while (fits < rest.length() && metrics.stringWidth(rest.substring(0, fits + 1)) <= width) {
        fits++;
      }
      int space = fits < rest.length() ? rest.lastIndexOf(' ', fits) : -1;
      int cut = space > 0 ? space : fits;
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = rest.substring(cut).stripLeading();
    }
    return lines;
  }
}
