package org.conclave.persistence.internal.sqlite;

/** A record or the order of rows is not what the store wrote. */
final class DamagedRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedRecordException(String message) {
    super(message);
  }
}
