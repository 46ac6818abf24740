package org.conclave.launcher;

/** The version of the product: that of its jar. */
final class Version {
  static final String VERSION = read();

  private Version() {}

  private static String read() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
