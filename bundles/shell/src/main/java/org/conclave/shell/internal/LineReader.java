package org.conclave.shell.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a stream that is shared with later versions of this bundle: it takes no byte beyond the
 * line that it returns. The launcher makes standard input such that a read that waits for a line
 * can be interrupted.
 */
final class LineReader {
  private static final int LONGEST_LINE = 1 << 20;

  private final InputStream in;

  LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * @return null at the end of input
   * @throws InterruptedIOException if the thread was interrupted while it waited; nothing was taken
   */
  @Nullable String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
      }
      if (line.size() == LONGEST_LINE) {
        throw new IOException("a line of standard input is longer than 1 MiB");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
