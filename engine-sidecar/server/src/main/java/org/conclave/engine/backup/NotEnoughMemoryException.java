package org.conclave.engine.backup;

/** Argon2id would take more memory than this process can spare. Nothing was begun. */
public final class NotEnoughMemoryException extends Exception {
  private static final long serialVersionUID = 1L;

  NotEnoughMemoryException(BackupCost cost) {
    super("Argon2id with " + cost.memoryKib() / 1024 + " MiB does not fit into this process");
  }
}
