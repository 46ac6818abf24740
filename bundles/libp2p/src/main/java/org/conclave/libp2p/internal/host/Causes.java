package org.conclave.libp2p.internal.host;

import java.util.concurrent.CompletionException;

/** Failures as they were before futures wrapped them. */
final class Causes {
  private Causes() {}

  static Throwable unwrap(Throwable wrapped) {
    Throwable cause = wrapped instanceof CompletionException ? wrapped.getCause() : null;
    return cause == null ? wrapped : cause;
  }
}
