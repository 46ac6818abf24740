package org.conclave.api.launch;

/**
 * Framework properties that the launcher sets and bundles read with {@code
 * BundleContext.getProperty}. Nothing secret is among them.
 */
public final class LaunchProperties {
  /** The profile's folder, absolute. Mandatory. */
  public static final String PROFILE = "conclave.profile";

  /** The folder that holds the engine's jars and its class-data archive, absolute. Mandatory. */
  public static final String SIDECAR = "conclave.sidecar";

  /**
   * Further options for the engine's JVM, separated by spaces; set where the product is installed,
   * to make its class-data archive.
   */
  public static final String ENGINE_OPTIONS = "conclave.engine.options";

  /** "true" where commands come from standard input and no window is opened. */
  public static final String HEADLESS = "conclave.headless";

  /** A file whose first line is the passphrase of the profile. Headless only. */
  public static final String PASSPHRASE_FILE = "conclave.passphrase.file";

  /** An open file descriptor from which the passphrase is read once. Headless only. */
  public static final String PASSPHRASE_FD = "conclave.passphrase.fd";

  /** Multiaddrs to listen on, separated by commas; kept in the profile once given. */
  public static final String LISTEN = "conclave.listen";

  /** The product's version. */
  public static final String VERSION = "conclave.version";

  /** Milliseconds since 1970 when the launcher's process started, to measure start-up. */
  public static final String LAUNCHED_AT = "conclave.launched.at";

  private LaunchProperties() {}
}
