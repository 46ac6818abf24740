package org.conclave.networking.internal.admission;

/** One side of a dialogue refused the other. */
final class NotAdmittedException extends Exception {
  private static final long serialVersionUID = 1L;

  NotAdmittedException(String message) {
    super(message);
  }
}
