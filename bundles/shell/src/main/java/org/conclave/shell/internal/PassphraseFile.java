package org.conclave.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import org.conclave.api.bytes.SecretBytes;

/**
 * Reads a passphrase: the first line of a file or descriptor, at most 1 KiB, without its end of
 * line.
 */
final class PassphraseFile {
  private static final int LIMIT = 1024;

  private PassphraseFile() {}

  static SecretBytes read(String file) throws CommandException {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return firstLine(in);
    } catch (IOException | InvalidPathException e) {
      throw new CommandException("PASSPHRASE", "The passphrase file cannot be read: " + file);
    }
  }

  /**
   * Byte by byte, so that nothing behind the line is taken from a descriptor that others go on
   * reading.
   */
  private static SecretBytes firstLine(InputStream in) throws IOException, CommandException {
    byte[] line = new byte[LIMIT];
    try {
      int length = 0;
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        if (length == LIMIT) {
          throw new CommandException(
              "PASSPHRASE", "The passphrase is longer than " + LIMIT + " bytes.");
        }
        line[length++] = (byte) b;
      }
      if (length > 0 && line[length - 1] == '\r') {
        length--;
      }
      if (length == 0) {
        throw new CommandException("PASSPHRASE", "The first line of the passphrase file is empty.");
      }
      return SecretBytes.wrap(Arrays.copyOf(line, length));
    } finally {
      Arrays.fill(line, (byte) 0);
    }
  }
}
