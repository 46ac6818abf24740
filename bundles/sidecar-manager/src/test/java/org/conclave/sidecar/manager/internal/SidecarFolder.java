package org.conclave.sidecar.manager.internal;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the real engine is. */
final class SidecarFolder {
  private SidecarFolder() {}

  static Path path() {
    Path folder = Path.of(System.getProperty("conclave.test.sidecar")).normalize();
    if (!Files.isDirectory(folder)) {
      throw new AssertionError(
          folder + " is missing: package engine-sidecar/server before this module is tested");
    }
    return folder;
  }
}
