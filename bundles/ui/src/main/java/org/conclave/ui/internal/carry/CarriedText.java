package org.conclave.ui.internal.carry;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The code in what a person hands over: a text file such as {@code .invite}, or a picture of a QR
 * code. Files come from anywhere, so sizes are looked at before anything is decoded. Nothing is
 * written to the disk. Not on the event thread: it takes up to a second.
 */
public final class CarriedText {
  static final int PICTURE_BYTES = 20 << 20;
  static final int PICTURE_PIXELS = 20_000_000;

  private static final int TEXT_BYTES = 64 << 10;

  /** What is decoded at most: a code is found as well in fewer pixels, in less memory. */
  private static final int DECODED_PIXELS = 4_000_000;

  private static final List<String> FORMATS = List.of("png", "jpeg");

  private CarriedText() {}

  public static String of(Path file) throws CarryException {
    byte[] content = read(file);
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      Optional<ImageReader> reader = readerOf(in);
      if (reader.isPresent()) {
        return code(decode(reader.get(), in));
      }
    } catch (IOException | RuntimeException e) {
      throw new CarryException(
          CarryException.Reason.UNKNOWN_KIND, "the picture cannot be decoded", e);
    }
    return text(content);
  }

  /** The code in a picture that was pasted or dropped. */
  public static String of(Image picture) throws CarryException {
    int width = picture.getWidth(null);
    int height = picture.getHeight(null);
    if (width <= 0 || height <= 0) {
      throw new CarryException(CarryException.Reason.UNKNOWN_KIND, "the picture has no size");
    }
    bound(width, height);
    if (picture instanceof BufferedImage buffered) {
      return code(buffered);
    }
    BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = copy.createGraphics();
    graphics.drawImage(picture, 0, 0, null);
    graphics.dispose();
    return code(copy);
  }

  private static byte[] read(Path file) throws CarryException {
    try (InputStream in = Files.newInputStream(file)) {
      // Not by the file's size: it may grow, and a device has none.
      byte[] content = in.readNBytes(PICTURE_BYTES + 1);
      if (content.length > PICTURE_BYTES) {
        throw new CarryException(CarryException.Reason.TOO_LARGE, "the file is too large");
      }
      return content;
    } catch (IOException e) {
      throw new CarryException(CarryException.Reason.FILE, "the file cannot be read", e);
    }
  }

  private static Optional<ImageReader> readerOf(ImageInputStream in) throws IOException {
    for (String format : FORMATS) {
      for (Iterator<ImageReader> found = ImageIO.getImageReadersByFormatName(format);
          found.hasNext(); ) {
        ImageReader reader = found.next();
        if (reader.getOriginatingProvider().canDecodeInput(in)) {
          return Optional.of(reader);
        }
      }
    }
    return Optional.empty();
  }

  private static BufferedImage decode(ImageReader reader, ImageInputStream in)
      throws IOException, CarryException {
    try {
      reader.setInput(in, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      bound(width, height);
      int every = (int) Math.ceil(Math.sqrt((double) width * height / DECODED_PIXELS));
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceSubsampling(Math.max(1, every), Math.max(1, every), 0, 0);
      return reader.read(0, param);
    } finally {
      reader.dispose();
    }
  }

  private static void bound(int width, int height) throws CarryException {
    if ((long) width * height > PICTURE_PIXELS) {
      throw new CarryException(CarryException.Reason.TOO_LARGE, "the picture is too large");
    }
  }

  private static String code(BufferedImage picture) throws CarryException {
    return QrReader.read(picture)
        .map(String::strip)
        .orElseThrow(
            () -> new CarryException(CarryException.Reason.NO_CODE, "no code in the picture"));
  }

  private static String text(byte[] content) throws CarryException {
    if (content.length > TEXT_BYTES) {
      throw new CarryException(
          CarryException.Reason.UNKNOWN_KIND, "too long for a text, and no picture");
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(content))
          .toString()
          .strip();
    } catch (CharacterCodingException e) {
      throw new CarryException(CarryException.Reason.UNKNOWN_KIND, "neither text nor picture", e);
    }
  }
}
