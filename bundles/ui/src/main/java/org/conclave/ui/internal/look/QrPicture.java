package org.conclave.ui.internal.look;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.image.BufferedImage;
import javax.swing.Icon;

/**
 * A text as a QR picture: black on white with its quiet margin, in either theme, because cameras
 * want it so. Immutable.
 */
public final class QrPicture implements Icon {
  private static final int QUIET = 4;

  private final ByteMatrix modules;
  private final int size;

  private QrPicture(ByteMatrix modules, int size) {
    this.modules = modules;
    this.size = size;
  }

  /**
   * @param size how many pixels there are for a side, as an icon: it is filled by whole pixels a
   *     module as far as they go
   * @throws IllegalArgumentException if the text is longer than any QR picture holds (4,296
   *     characters of the alphanumeric mode)
   */
  public static QrPicture of(String text, int size) {
    try {
      return new QrPicture(encode(text, ErrorCorrectionLevel.M), size);
    } catch (WriterException tooLong) {
      try {
        return new QrPicture(encode(text, ErrorCorrectionLevel.L), size);
      } catch (WriterException e) {
        throw new IllegalArgumentException("too long for a QR picture", e);
      }
    }
  }

  private static ByteMatrix encode(String text, ErrorCorrectionLevel level) throws WriterException {
    return Encoder.encode(text, level).getMatrix();
  }

  /** How many modules a side has, the margin included: fewer pixels cannot show it. */
  public int modules() {
    return modules.getWidth() + 2 * QUIET;
  }

  /** To be saved or printed. */
  public BufferedImage image(int pixelsPerModule) {
    int side = modules() * pixelsPerModule;
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    Graphics graphics = image.createGraphics();
    paint(graphics, 0, 0, side);
    graphics.dispose();
    return image;
  }

  @Override
  public void paintIcon(Component component, Graphics graphics, int x, int y) {
    paint(graphics, x, y, size);
  }

  /** Paints it into a square of {@code side} at whatever resolution the graphics has. */
  public void paint(Graphics graphics, int x, int y, int side) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(x, y, side, side);
    graphics.setColor(Color.BLACK);
    int count = modules.getWidth();
    int module = Math.max(1, side / modules());
    int margin = (side - count * module) / 2;
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < count; column++) {
        if (modules.get(column, row) == 1) {
          graphics.fillRect(
              x + margin + column * module, y + margin + row * module, module, module);
        }
      }
    }
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
