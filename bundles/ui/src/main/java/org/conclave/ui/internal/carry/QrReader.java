package org.conclave.ui.internal.carry;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the QR code in a picture: a screenshot, a scan or a photograph. */
final class QrReader {
  private static final Map<DecodeHintType, ?> HINTS = Map.of(DecodeHintType.TRY_HARDER, true);

  private QrReader() {}

  /** The text of the picture's code; empty where none can be read. Takes up to a second. */
  static Optional<String> read(BufferedImage picture) {
    LuminanceSource light = new PictureLight(picture);
    return List.of(
            // Uneven light, as in photographs; even light, as on screens; light on dark.
            new HybridBinarizer(light),
            new GlobalHistogramBinarizer(light),
            new HybridBinarizer(light.invert()))
        .stream()
        .map(BinaryBitmap::new)
        .flatMap(bitmap -> decode(bitmap).stream())
        .findFirst();
  }

  private static Optional<String> decode(BinaryBitmap bitmap) {
    try {
      return Optional.of(new QRCodeReader().decode(bitmap, HINTS).getText());
    } catch (ReaderException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      // The picture is a stranger's; what its decoder trips over is no code to us.
      return Optional.empty();
    }
  }
}
