package org.conclave.engine.backup;

/** Whoever asked for the work wants it no more. What comes of it is wiped. */
public final class DerivationCancelledException extends Exception {
  private static final long serialVersionUID = 1L;

  DerivationCancelledException() {
    super("cancelled while the key was derived");
  }
}
