package org.conclave.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.conclave.engine.backup.BackupRefusedException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file format, its bounds, and what a damaged file does. */
final class IdentityBackupTest {
  private static final byte[] PASSPHRASE = utf8("correct horse battery staple");
  private static final byte[] PAYLOAD = utf8("account key, certificate, ledger head");
  private static final String VERSION_ONE =
      "434e434c5642414b00010000080000000002000000049f84bb297deccedde3fb39d9f765d60e2435"
          + "5b154e37830f2bcbc151ba82057c7c0ffbff575b2e51d6a3e5f5d1e4bbfa07ea82facfd716881f8f"
          + "9dba87480a91f15e323d93455e7caeedd342e3ba1bcdbc";
  private static final BackupCost SMALL = new BackupCost(1024, 1, 1);
  private static final int MEMORY_AT = 10;
  private static final int PASSES_AT = 14;
  private static final int LANES_AT = 18;

  /** Too small for what a flipped bit of the header may ask for, so that it is not done. */
  private static final long HEAP = 40L * 1024 * 1024;

  private final List<Long> asked = new ArrayList<>();
  private final IdentityBackup backups =
      new IdentityBackup(
          new KeyDerivation(
              bytes -> {
                asked.add(bytes);
                return bytes <= HEAP;
              }),
          new SecureRandom());
  private final Told told = new Told();

  @Test
  void payloadComesBack() throws Exception {
    assertThat(backups.open(seal(), PASSPHRASE, told)).isEqualTo(PAYLOAD);
  }

  @Test
  void everyBackupIsAnother() throws Exception {
    assertThat(seal()).isNotEqualTo(seal());
  }

  @Test
  void headerIsAsTheFormatSays() throws Exception {
    BackupCost cost = new BackupCost(2048, 2, 4);
    byte[] backup = backups.seal(PAYLOAD, PASSPHRASE, cost, told);
    ByteBuffer header = ByteBuffer.wrap(backup);
    byte[] magic = new byte[8];
    header.get(magic);
    assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("CNCLVBAK");
    assertThat(header.getShort()).isEqualTo((short) 1);
    assertThat(List.of(header.getInt(), header.getInt(), header.getInt()))
        .containsExactly(2048, 2, 4);
    assertThat(backup).hasSize(8 + 2 + 3 * 4 + 16 + 12 + PAYLOAD.length + 16);
    assertThat(backups.open(backup, PASSPHRASE, told)).isEqualTo(PAYLOAD);
  }

  /** Made by the first release: what was once written must open for ever. */
  @Test
  void backupOfVersionOneOpens() throws Exception {
    byte[] backup = HexFormat.of().parseHex(VERSION_ONE);
    assertThat(backups.open(backup, PASSPHRASE, told)).isEqualTo(PAYLOAD);
  }

  @Test
  void standardCostIsWhatTheFormatAsksFor() {
    assertThat(BackupCost.STANDARD).isEqualTo(new BackupCost(256 * 1024, 3, 4));
  }

  @Test
  void wrongPassphraseIsRefused() throws Exception {
    byte[] backup = seal();
    assertRefused(Kind.WRONG_PASSPHRASE_OR_DAMAGED, backup, utf8("correct horse battery stable"));
  }

  @Test
  void backupCutOffAnywhereIsRefused() throws Exception {
    byte[] backup = seal();
    for (int length = 0; length < backup.length; length++) {
      byte[] cut = Arrays.copyOf(backup, length);
      Kind kind = refusal(cut, PASSPHRASE);
      if (length == 0) {
        assertThat(kind).isEqualTo(Kind.NOT_A_BACKUP);
      } else if (length <= BackupHeader.SIZE + 16) {
        assertThat(kind).as("length %d", length).isEqualTo(Kind.CUT_OFF);
      } else {
        assertThat(kind).as("length %d", length).isEqualTo(Kind.WRONG_PASSPHRASE_OR_DAMAGED);
      }
    }
  }

  @Test
  void backupWithAByteTooManyIsRefused() throws Exception {
    byte[] backup = seal();
    assertRefused(
        Kind.WRONG_PASSPHRASE_OR_DAMAGED, Arrays.copyOf(backup, backup.length + 1), PASSPHRASE);
  }

  @Test
  void everyFlippedBitOfTheHeaderIsRefused() throws Exception {
    byte[] backup = seal();
    for (int bit = 0; bit < 8 * BackupHeader.SIZE; bit++) {
      Kind kind = refusal(flip(backup, bit), PASSPHRASE);
      int at = bit / 8;
      if (at < 8) {
        assertThat(kind).as("bit %d", bit).isEqualTo(Kind.NOT_A_BACKUP);
      } else if (at < MEMORY_AT) {
        assertThat(kind).as("bit %d", bit).isEqualTo(Kind.UNKNOWN_VERSION);
      } else if (at < LANES_AT + 4) {
        assertThat(kind)
            .as("bit %d", bit)
            .isIn(
                Kind.COST_OUT_OF_BOUNDS, Kind.NOT_ENOUGH_MEMORY, Kind.WRONG_PASSPHRASE_OR_DAMAGED);
      } else {
        assertThat(kind).as("bit %d", bit).isEqualTo(Kind.WRONG_PASSPHRASE_OR_DAMAGED);
      }
    }
  }

  @Test
  void flippedBitsOfTheBodyAreRefused() throws Exception {
    byte[] backup = seal();
    Random random = new Random(3);
    for (int i = 0; i < 64; i++) {
      int body = 8 * (backup.length - BackupHeader.SIZE);
      byte[] flipped = flip(backup, 8 * BackupHeader.SIZE + random.nextInt(body));
      assertRefused(Kind.WRONG_PASSPHRASE_OR_DAMAGED, flipped, PASSPHRASE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1048577, 1, 1",
    "2147483647, 1, 1",
    "-1, 1, 1",
    "-2147483648, 1, 1",
    "1023, 1, 1",
    "0, 1, 1",
    "1024, 17, 1",
    "1024, 0, 1",
    "1024, -1, 1",
    "1024, 2147483647, 1",
    "1024, 1, 0",
    "1024, 1, -1",
    "1024, 1, 17",
    "1024, 1, 2147483647",
  })
  void absurdParametersAreRefusedBeforeAnyWork(int memoryKib, int passes, int lanes)
      throws Exception {
    byte[] backup = seal();
    asked.clear();
    told.perMille.clear();
    ByteBuffer.wrap(backup)
        .putInt(MEMORY_AT, memoryKib)
        .putInt(PASSES_AT, passes)
        .putInt(LANES_AT, lanes);
    assertRefused(Kind.COST_OUT_OF_BOUNDS, backup, PASSPHRASE);
    assertThat(asked).isEmpty();
    assertThat(told.perMille).isEmpty();
    assertThatThrownBy(() -> new BackupCost(memoryKib, passes, lanes))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void costThatDoesNotFitIsRefused() throws Exception {
    byte[] backup = seal();
    ByteBuffer.wrap(backup).putInt(MEMORY_AT, 1024 * 1024).putInt(PASSES_AT, 16);
    assertRefused(Kind.NOT_ENOUGH_MEMORY, backup, PASSPHRASE);
    assertThatThrownBy(() -> backups.seal(PAYLOAD, PASSPHRASE, BackupCost.STANDARD, told))
        .isInstanceOf(NotEnoughMemoryException.class);
  }

  @Test
  void emptyAndOversizedInputIsMisuse() throws Exception {
    byte[] backup = seal();
    assertThatThrownBy(() -> backups.seal(new byte[0], PASSPHRASE, SMALL, told))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                backups.seal(
                    new byte[IdentityBackup.MAX_PAYLOAD_BYTES + 1], PASSPHRASE, SMALL, told))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> backups.seal(PAYLOAD, new byte[0], SMALL, told))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> backups.open(backup, new byte[1025], told))
        .isInstanceOf(IllegalArgumentException.class);
    assertRefused(
        Kind.TOO_LARGE,
        Arrays.copyOf(backup, IdentityBackup.MAX_PAYLOAD_BYTES + 16 + BackupHeader.SIZE + 1),
        PASSPHRASE);
  }

  @Test
  void inputIsLeftAsItWas() throws Exception {
    byte[] passphrase = PASSPHRASE.clone();
    byte[] payload = PAYLOAD.clone();
    backups.seal(payload, passphrase, SMALL, told);
    assertThat(passphrase).isEqualTo(PASSPHRASE);
    assertThat(payload).isEqualTo(PAYLOAD);
  }

  private byte[] seal() throws Exception {
    return backups.seal(PAYLOAD, PASSPHRASE, SMALL, told);
  }

  private void assertRefused(Kind expected, byte[] backup, byte[] passphrase) throws Exception {
    assertThat(refusal(backup, passphrase)).isEqualTo(expected);
  }

  private Kind refusal(byte[] backup, byte[] passphrase) throws Exception {
    try {
      backups.open(backup, passphrase, told);
    } catch (BackupRefusedException e) {
      assertThat(e.getMessage()).isNotBlank();
      return e.kind();
    }
    throw new AssertionError("it was opened");
  }

  private static byte[] flip(byte[] backup, int bit) {
    byte[] flipped = backup.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
