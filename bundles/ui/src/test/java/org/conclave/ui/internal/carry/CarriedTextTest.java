package org.conclave.ui.internal.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.conclave.ui.internal.look.QrPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CarriedTextTest {
  /** As long as an open invitation with a delegation chain of two. */
  private static final String CODE = "CONCLAVE1:" + "MFRGGZDFMZTWQ2LK".repeat(90);

  @TempDir private Path folder;

  private Path picture(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("code." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static void refused(Path file, CarryException.Reason reason) {
    assertThatThrownBy(() -> CarriedText.of(file))
        .isInstanceOfSatisfying(
            CarryException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void aTextFileIsItsTextWithoutWhatSurroundsIt() throws Exception {
    Path file = Files.writeString(folder.resolve("mara.invite"), "\n  " + CODE + "\r\n");
    assertThat(CarriedText.of(file)).isEqualTo(CODE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void aPictureIsTheTextOfItsCode(String format) throws Exception {
    assertThat(CarriedText.of(picture(QrPicture.of(CODE, 0).image(4), format))).isEqualTo(CODE);
  }

  @Test
  void aCodeIsFoundTiltedAndSmallWithinAPhotograph() throws Exception {
    BufferedImage photograph = new BufferedImage(3000, 2000, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = photograph.createGraphics();
    g.setColor(new Color(0x9a, 0x8f, 0x80));
    g.fillRect(0, 0, 3000, 2000);
    g.rotate(Math.toRadians(17), 1500, 1000);
    g.drawImage(QrPicture.of("CONCLAVESN1:ABCDEFGH", 0).image(16), 1200, 700, null);
    g.dispose();
    assertThat(CarriedText.of(picture(photograph, "jpg"))).isEqualTo("CONCLAVESN1:ABCDEFGH");
  }

  @Test
  void aPastedPictureIsReadWithoutAFile() throws Exception {
    assertThat(CarriedText.of(QrPicture.of(CODE, 0).image(3))).isEqualTo(CODE);
  }

  @Test
  void aPictureWithoutACodeIsRefusedAsSuch() throws Exception {
    refused(
        picture(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png"),
        CarryException.Reason.NO_CODE);
  }

  @Test
  void aPictureIsMeasuredBeforeItIsDecoded() throws Exception {
    // A header that claims 100,000 x 100,000 pixels, with no pixels behind it.
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(png);
    out.writeLong(0x89504E470D0A1A0AL);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream in = new DataOutputStream(header);
    in.write("IHDR".getBytes(StandardCharsets.US_ASCII));
    in.writeInt(100_000);
    in.writeInt(100_000);
    in.write(new byte[] {8, 2, 0, 0, 0});
    out.writeInt(13);
    out.write(header.toByteArray());
    CRC32 crc = new CRC32();
    crc.update(header.toByteArray());
    out.writeInt((int) crc.getValue());
    out.writeInt(0);
    out.write("IDAT".getBytes(StandardCharsets.US_ASCII));
    out.writeInt(0);
    refused(
        Files.write(folder.resolve("bomb.png"), png.toByteArray()),
        CarryException.Reason.TOO_LARGE);
  }

  @Test
  void anOversizeFileIsRefusedUnread() throws Exception {
    Path file = folder.resolve("huge.png");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(CarriedText.PICTURE_BYTES + 1L);
    }
    refused(file, CarryException.Reason.TOO_LARGE);
  }

  @Test
  void aBrokenPictureAndOtherFilesAreOfUnknownKind() throws Exception {
    byte[] whole = Files.readAllBytes(picture(QrPicture.of(CODE, 0).image(4), "png"));
    Path cut = folder.resolve("cut.png");
    Files.write(cut, java.util.Arrays.copyOf(whole, 30));
    refused(cut, CarryException.Reason.UNKNOWN_KIND);
    refused(
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, 0x28, 0, 1}),
        CarryException.Reason.UNKNOWN_KIND);
    refused(
        Files.writeString(folder.resolve("long.txt"), "x".repeat(70_000)),
        CarryException.Reason.UNKNOWN_KIND);
  }

  @Test
  void aFileThatIsNotThereIsSaidToBeUnreadable() {
    refused(folder.resolve("absent"), CarryException.Reason.FILE);
  }
}
