package org.conclave.persistence.internal.seal;

/** A sealed value is not what was written under this key and in this place. */
public final class UnsealException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsealException(String message) {
    super(message);
  }
}
