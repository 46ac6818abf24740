package org.conclave.migration.internal;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.migration.MigrationException;

/** A message as it is written: grows, and wipes what it leaves behind. Not thread-safe. */
final class WipingBuffer implements AutoCloseable {
  private final int limit;
  private byte[] content = new byte[4096];
  private int size;

  WipingBuffer(int limit) {
    this.limit = limit;
  }

  /**
   * @throws MigrationException TOO_LARGE if it would grow beyond its limit
   */
  void append(Field field) throws MigrationException {
    if (field.size() > limit - size) {
      throw Refusals.tooLargeToExport();
    }
    reserve(size + field.size());
    try {
      // Straight into the array: a stream of its own would have a buffer that nobody wipes.
      CodedOutputStream out = CodedOutputStream.newInstance(content, size, field.size());
      field.writing().to(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new IllegalStateException("a field has another size than it said", e);
    }
    size += field.size();
  }

  /** A copy of what was written. */
  SecretBytes written() {
    return SecretBytes.wrap(Arrays.copyOf(content, size));
  }

  @Override
  public void close() {
    Arrays.fill(content, (byte) 0);
  }

  private void reserve(int needed) {
    if (needed > content.length) {
      byte[] outgrown = content;
      content = Arrays.copyOf(outgrown, Math.min(limit, Math.max(needed, 2 * outgrown.length)));
      Arrays.fill(outgrown, (byte) 0);
    }
  }
}
