package org.conclave.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/** A text that a person was given in a file, or that comes through a descriptor. */
final class TextFile {
  private TextFile() {}

  /**
   * @return without white space at its ends
   * @throws CommandException FILE if it cannot be read or is larger than {@code limit} bytes
   */
  static String read(String file, int limit) throws CommandException {
    byte[] content = new byte[0];
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw new CommandException(
            "FILE", "This file is larger than " + limit + " bytes, so it is another one: " + file);
      }
      return new String(content, StandardCharsets.UTF_8).strip();
    } catch (IOException | InvalidPathException e) {
      throw new CommandException("FILE", "The file cannot be read: " + file);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }
}
