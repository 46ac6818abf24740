package org.conclave.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Standard input, line by line, for readers that come and go: a read that waits for a line can be
 * interrupted and has then taken nothing, and a reader that stops after a line has taken nothing of
 * the next. (A read of System.in cannot be interrupted: the bundle that made it could never go.)
 */
final class CommandInput extends InputStream {
  private static final int MOST_LINES = 1_024;

  private final Deque<byte[]> lines = new ArrayDeque<>();
  private int position;
  private boolean ended;

  private CommandInput() {}

  /** Starts to take lines from {@code source}. */
  static CommandInput of(InputStream source) {
    CommandInput input = new CommandInput();
    Thread pump = new Thread(() -> input.pump(source), "conclave-stdin");
    pump.setDaemon(true);
    pump.start();
    return input;
  }

  private void pump(InputStream source) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int b = source.read(); b >= 0; b = source.read()) {
        line.write(b);
        if (b == '\n') {
          add(line.toByteArray());
          line.reset();
        }
      }
    } catch (IOException e) {
      // An input that breaks has ended.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(line.toByteArray());
  }

  private synchronized void add(byte[] line) throws InterruptedException {
    while (lines.size() == MOST_LINES) {
      wait();
    }
    lines.add(line);
    notifyAll();
  }

  private synchronized void end(byte[] rest) {
    if (rest.length > 0) {
      lines.add(rest);
    }
    ended = true;
    notifyAll();
  }

  @Override
  public synchronized int read() throws IOException {
    byte[] line = current();
    if (line.length == 0) {
      return -1;
    }
    int b = line[position++] & 0xff;
    if (position == line.length) {
      lines.remove();
      position = 0;
      notifyAll();
    }
    return b;
  }

  /** At most the rest of one line. */
  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    byte[] line = current();
    if (line.length == 0) {
      return -1;
    }
    int count = Math.min(length, line.length - position);
    System.arraycopy(line, position, target, offset, count);
    position += count;
    if (position == line.length) {
      lines.remove();
      position = 0;
      notifyAll();
    }
    return count;
  }

  @Override
  public synchronized int available() {
    byte[] line = lines.peek();
    return line == null ? 0 : line.length - position;
  }

  /** The line that is being read, empty at the end. */
  private byte[] current() throws InterruptedIOException {
    while (lines.isEmpty() && !ended) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }
    byte[] line = lines.peek();
    return line == null ? new byte[0] : line;
  }
}
