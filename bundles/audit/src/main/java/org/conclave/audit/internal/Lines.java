package org.conclave.audit.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.conclave.api.bytes.Bytes;

/** Lines of a file that may be anybody's: never more of it is in memory than one line may have. */
final class Lines {
  /** The largest entry, all of it escaped, stays well below. */
  static final int MAX_SIZE = 1 << 18;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int filled;

  Lines(InputStream in) {
    this.in = in;
  }

  Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    while (fill()) {
      int end = position;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      if (line.size() + end - position > MAX_SIZE) {
        return Line.TOO_LONG;
      }
      line.write(buffer, position, end - position);
      position = end;
      if (end < filled) {
        position++;
        return new Line(Kind.WHOLE, Bytes.wrap(line.toByteArray()));
      }
    }
    return line.size() == 0 ? Line.END : Line.CUT_OFF;
  }

  /** Whether something is left to read. */
  private boolean fill() throws IOException {
    if (position == filled) {
      position = 0;
      filled = Math.max(0, in.read(buffer));
    }
    return position < filled;
  }

  enum Kind {
    WHOLE,
    /** The file ended in the middle of it. */
    CUT_OFF,
    TOO_LONG,
    /** The file ended before it. */
    END
  }

  /**
   * @param bytes without the line feed; empty unless it is whole
   */
  record Line(Kind kind, Bytes bytes) {
    private static final Line CUT_OFF = new Line(Kind.CUT_OFF, Bytes.EMPTY);
    private static final Line TOO_LONG = new Line(Kind.TOO_LONG, Bytes.EMPTY);
    private static final Line END = new Line(Kind.END, Bytes.EMPTY);
  }
}
