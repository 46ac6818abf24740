package org.conclave.ui.internal.look;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;
import javax.swing.Icon;
import org.jspecify.annotations.Nullable;

/** The window's icons: strokes on a grid of 24 by 24 that take any size and colour. */
public enum Glyph {
  CONVERSATIONS(
      box(3, 4, 18, 13, 4),
      path("8 17 L 8 21 L 12 17"),
      path("8 9 L 16 9"),
      path("8 12.5 L 13 12.5")),
  PEOPLE(
      dot(9, 8, 3.5),
      path("2.5 20 C 2.5 15 5.5 13.5 9 13.5 C 12.5 13.5 15.5 15 15.5 20"),
      path("15 4.8 C 18.5 5 18.5 11 15 11.2"),
      path("17.5 14.2 C 20 15 21.5 17 21.5 20")),
  SETTINGS(
      path("4 7 L 13 7"),
      path("18 7 L 20 7"),
      dot(15.5, 7, 2.5),
      path("4 17 L 6 17"),
      path("11 17 L 20 17"),
      dot(8.5, 17, 2.5)),
  SEARCH(dot(10.5, 10.5, 6.5), path("15.5 15.5 L 20.5 20.5")),
  ADD(path("12 5 L 12 19"), path("5 12 L 19 12")),
  BACK(path("14.5 5 L 7.5 12 L 14.5 19")),
  CLOSE(path("6 6 L 18 18"), path("18 6 L 6 18")),
  SEND(path("4 4.5 L 20.5 12 L 4 19.5 L 7 12 Z"), path("7 12 L 12.5 12")),
  DOWN(path("12 5 L 12 19"), path("6 13 L 12 19 L 18 13")),
  WAITING(dot(12, 12, 8), path("12 7.5 L 12 12 L 15 14")),
  SOME(path("5 12.5 L 10 17.5 L 19 7")),
  ALL(path("2.5 12.5 L 7 17 L 15 7.5"), path("11.5 16 L 12.5 17 L 21 7.5")),
  LOCK(box(5, 10.5, 14, 10, 3), path("8 10.5 L 8 8 C 8 2.7 16 2.7 16 8 L 16 10.5")),
  ORGANISATION(
      box(4, 3.5, 16, 17, 3),
      path("8.5 8 L 10 8"),
      path("14 8 L 15.5 8"),
      path("8.5 12 L 10 12"),
      path("14 12 L 15.5 12"),
      path("10 20 L 10 16.5 L 14 16.5 L 14 20")),
  INVITATION(box(3, 5, 18, 14, 3), path("4 7.5 L 12 13.5 L 20 7.5")),
  RESTORE(
      path("4 11 C 5 3.5 16 2.5 18.8 9"),
      path("19.5 4.5 L 19 9.4 L 14.2 8.6"),
      path("20 13 C 19 20.5 8 21.5 5.2 15"),
      path("4.5 19.5 L 5 14.6 L 9.8 15.4")),
  VERIFIED(dot(12, 12, 9), path("7.8 12.2 L 10.8 15.2 L 16.4 9.2")),
  WARNING(path("12 3.5 L 21.5 20 L 2.5 20 Z"), path("12 10 L 12 14.5"), path("12 17 L 12 17.2")),
  REMOVE(
      dot(10, 8, 3.5),
      path("3.5 20 C 3.5 15 6.5 13.5 10 13.5 C 11.5 13.5 13 13.8 14.2 14.6"),
      path("15 18.5 L 21 18.5")),
  ADMINISTRATION(
      path(
          "12 3 L 19.5 6 L 19.5 11.5 C 19.5 16 16.5 19.2 12 21 C 7.5 19.2 4.5 16 4.5 11.5 L 4.5 6"
              + " Z"),
      path("8.8 12 L 11.2 14.4 L 15.4 9.6")),
  MODULES(box(4, 4, 7, 7, 2), box(13, 4, 7, 7, 2), box(4, 13, 7, 7, 2), dot(16.5, 16.5, 3.5)),
  KEY(dot(8, 16, 4), path("11 13 L 20 4"), path("16 8 L 19 11")),
  POLICY(box(5, 3, 14, 18, 3), path("9 8 L 15 8"), path("9 12 L 15 12"), path("9 16 L 12 16")),
  LOG(
      path("9 6 L 20 6"),
      path("9 12 L 20 12"),
      path("9 18 L 20 18"),
      path("4.5 6 L 4.6 6"),
      path("4.5 12 L 4.6 12"),
      path("4.5 18 L 4.6 18")),
  REQUEST(
      path("5 17 C 7 15 6.5 12.5 6.5 10.5 C 6.5 3 17.5 3 17.5 10.5 C 17.5 12.5 17 15 19 17 Z"),
      path("10 20 C 11 21.3 13 21.3 14 20")),
  MORE(path("6 9 L 12 15 L 18 9")),
  LESS(path("6 15 L 12 9 L 18 15")),
  BRAND(dot(12, 12, 9), dot(12, 7.8, 1.9), dot(8, 14.5, 1.9), dot(16, 14.5, 1.9));

  private static final int GRID = 24;
  private static final float STROKE = 1.7f;

  private final List<Shape> shapes;

  Glyph(Shape... shapes) {
    this.shapes = List.of(shapes);
  }

  /** An icon in the foreground of the component that it is on. */
  public Icon icon(int size) {
    return new Drawn(size, null);
  }

  /** An icon in a colour of the palette, whichever theme is on when it is painted. */
  public Icon icon(int size, String colour) {
    return new Drawn(size, colour);
  }

  void paint(Graphics2D graphics, Color colour, double x, double y, double size) {
    Graphics2D g = (Graphics2D) graphics.create();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.translate(x, y);
    g.scale(size / GRID, size / GRID);
    g.setStroke(new BasicStroke(STROKE, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setColor(colour);
    shapes.forEach(g::draw);
    g.dispose();
  }

  private static Shape box(double x, double y, double width, double height, double radius) {
    return new RoundRectangle2D.Double(x, y, width, height, radius * 2, radius * 2);
  }

  private static Shape dot(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2);
  }

  /** A first point, then L (a line), C (a cubic curve) or Z (close), with numbers between. */
  private static Shape path(String text) {
    Path2D path = new Path2D.Double();
    List<Double> numbers = new ArrayList<>();
    char command = 'M';
    for (String word : (text + " .").split(" ")) {
      char first = word.charAt(0);
      if (first != 'L' && first != 'C' && first != 'Z' && !word.equals(".")) {
        numbers.add(Double.valueOf(word));
        continue;
      }
      switch (command) {
        case 'M' -> path.moveTo(numbers.get(0), numbers.get(1));
        case 'L' -> path.lineTo(numbers.get(0), numbers.get(1));
        case 'C' ->
            path.curveTo(
                numbers.get(0),
                numbers.get(1),
                numbers.get(2),
                numbers.get(3),
                numbers.get(4),
                numbers.get(5));
        default -> path.closePath();
      }
      numbers.clear();
      command = first;
    }
    return path;
  }

  private final class Drawn implements Icon {
    private final int size;
    private final @Nullable String colour;

    Drawn(int size, @Nullable String colour) {
      this.size = size;
      this.colour = colour;
    }

    @Override
    public void paintIcon(Component component, Graphics graphics, int x, int y) {
      Color ink = colour == null ? component.getForeground() : Look.colour(colour);
      paint((Graphics2D) graphics, ink, x, y, size);
    }

    @Override
    public int getIconWidth() {
      return size;
    }

    @Override
    public int getIconHeight() {
      return size;
    }
  }
}
