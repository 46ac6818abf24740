package org.conclave.sidecar.manager.internal;

/** An engine could not be brought to answer. The message is part of one for a person. */
final class LaunchFailure extends Exception {
  private static final long serialVersionUID = 1L;

  LaunchFailure(String message) {
    super(message);
  }

  LaunchFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
