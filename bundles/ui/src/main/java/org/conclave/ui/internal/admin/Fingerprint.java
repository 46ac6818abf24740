package org.conclave.ui.internal.admin;

import java.util.Locale;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;

/** Keys and hashes in groups that people can compare. */
final class Fingerprint {
  private static final int GROUP = 4;

  private Fingerprint() {}

  /** The device's public key. */
  static String of(DeviceId device) {
    return of(device.publicKey());
  }

  static String of(Bytes bytes) {
    return bytes.toHex().toUpperCase(Locale.ROOT).replaceAll("(.{" + GROUP + "})(?=.)", "$1 ");
  }
}
