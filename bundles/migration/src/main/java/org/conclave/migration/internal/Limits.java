package org.conclave.migration.internal;

/** Bounds of a backup; its writer is held to them as its reader is. */
final class Limits {
  /** What the engine seals at most. */
  static final int PAYLOAD = 16 * 1024 * 1024;

  /** The payload, the engine's header and tag; more than this is not read from a disk. */
  static final int FILE = PAYLOAD + 1024;

  /** What the engine takes. */
  static final int PASSPHRASE = 1024;

  static final int SEED = 32;
  static final int FOUNDING_KEYS = 64;
  static final int BACKUP_ID = 16;
  static final int LEDGER_HEAD = 64;
  static final int STATEMENT = 256 * 1024;
  static final int NAME = 1024;
  static final int ADDRESSES = 256;
  static final int ADDRESS = 1024;

  private Limits() {}
}
