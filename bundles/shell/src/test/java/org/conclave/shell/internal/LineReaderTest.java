package org.conclave.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void takesNothingBeyondTheLine() throws IOException {
    ByteArrayInputStream in = stream("eins\nzwei\n");
    assertThat(new LineReader(in).next()).isEqualTo("eins");
    assertThat(new LineReader(in).next()).isEqualTo("zwei");
    assertThat(new LineReader(in).next()).isNull();
  }

  @Test
  void lastLineNeedsNoEnd() throws IOException {
    LineReader reader = new LineReader(stream("grün"));
    assertThat(reader.next()).isEqualTo("grün");
    assertThat(reader.next()).isNull();
  }

  @Test
  void endlessLineIsRefused() {
    LineReader reader = new LineReader(stream("x".repeat((1 << 20) + 1)));
    assertThatThrownBy(reader::next).isInstanceOf(IOException.class).hasMessageContaining("1 MiB");
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
