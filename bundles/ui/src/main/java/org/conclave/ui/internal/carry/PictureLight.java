package org.conclave.ui.internal.carry;

import com.google.zxing.LuminanceSource;
import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/** How light each pixel of a picture is; what is transparent counts as white paper. */
final class PictureLight extends LuminanceSource {
  private static final int OPAQUE = 255;

  private final byte[] light;

  PictureLight(BufferedImage picture) {
    super(picture.getWidth(), picture.getHeight());
    int width = getWidth();
    light = new byte[width * getHeight()];
    int[] row = new int[width];
    for (int y = 0; y < getHeight(); y++) {
      picture.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        light[y * width + x] = (byte) luminance(row[x]);
      }
    }
  }

  private static int luminance(int argb) {
    int alpha = argb >>> 24;
    // Rec. 601 weights in 1024ths.
    int grey = (306 * (argb >> 16 & 255) + 601 * (argb >> 8 & 255) + 117 * (argb & 255)) >> 10;
    return (grey * alpha + OPAQUE * (OPAQUE - alpha)) / OPAQUE;
  }

  @Override
  public byte[] getRow(int y, byte @Nullable [] into) {
    byte[] row = into == null || into.length < getWidth() ? new byte[getWidth()] : into;
    System.arraycopy(light, y * getWidth(), row, 0, getWidth());
    return row;
  }

  @Override
  public byte[] getMatrix() {
    return light;
  }
}
