package org.conclave.ui.internal.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QrPictureTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 40, 300, 3391, 3392, 4296})
  void whatIsWrittenCanBeRead(int length) throws Exception {
    String text = "CONCLAVE1:MFRGGZDF".repeat(length / 18 + 1).substring(0, length);
    assertThat(read(QrPicture.of(text, 0).image(3))).isEqualTo(text);
  }

  @Test
  void aTextThatNoCodeHoldsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> QrPicture.of("A".repeat(4297), 0));
  }

  private static String read(BufferedImage image) throws Exception {
    int size = image.getWidth();
    int[] pixels = image.getRGB(0, 0, size, size, null, 0, size);
    return new QRCodeReader()
        .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(size, size, pixels))))
        .getText();
  }
}
