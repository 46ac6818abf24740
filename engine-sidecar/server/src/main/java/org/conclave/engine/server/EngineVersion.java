package org.conclave.engine.server;

/** The version of this build, from its jar's manifest. */
final class EngineVersion {
  private EngineVersion() {}

  static String current() {
    String version = EngineVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
