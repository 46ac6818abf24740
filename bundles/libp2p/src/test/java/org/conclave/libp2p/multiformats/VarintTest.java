package org.conclave.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
  private static long read(String hex) {
    return Varint.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  /** The examples of the unsigned-varint specification. */
  @ParameterizedTest
  @CsvSource({"1,01", "127,7f", "128,8001", "255,ff01", "300,ac02", "16384,808001", "0,00"})
  void encodesAsTheSpecificationDoes(long value, String hex) {
    assertThat(Varint.encode(value)).isEqualTo(HexFormat.of().parseHex(hex));
    assertThat(read(hex)).isEqualTo(value);
    assertThat(Varint.length(value)).isEqualTo(hex.length() / 2);
  }

  @Test
  void everyValueComesBack() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >>> (1 + random.nextInt(63));
      assertThat(Varint.read(ByteBuffer.wrap(Varint.encode(value)))).isEqualTo(value);
    }
    assertThat(Varint.encode(Long.MAX_VALUE)).hasSize(Varint.MAX_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8000", "8100", "ff8000", "ffffffffffffffffff01", "80808080808080808080"})
  void overlongIsRefused(String hex) {
    assertThatThrownBy(() -> read(hex)).isInstanceOf(MultiformatException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "80", "ffff"})
  void cutOffIsRefused(String hex) {
    assertThatThrownBy(() -> read(hex)).isInstanceOf(BufferUnderflowException.class);
  }
}
