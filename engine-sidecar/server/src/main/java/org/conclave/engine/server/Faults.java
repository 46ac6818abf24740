package org.conclave.engine.server;

import io.grpc.Status;
import java.io.PrintStream;
import org.conclave.engine.backup.DerivationCancelledException;
import org.conclave.engine.backup.NotEnoughMemoryException;
import org.conclave.mls.rule.StateMismatchException;

/**
 * What goes wrong in a call, as a status. Never passes on a text that this project did not write: a
 * library's message may quote its input, which may be a secret. Thread-safe.
 */
final class Faults {
  private static final String OURS = "org.conclave.";

  private final PrintStream log;

  /**
   * @param log where faults of our own are reported
   */
  Faults(PrintStream log) {
    this.log = log;
  }

  Status status(Throwable fault) {
    if (fault instanceof StateMismatchException && isOurs(fault)) {
      return Status.FAILED_PRECONDITION.withDescription(fault.getMessage());
    }
    if (fault instanceof IllegalArgumentException && isOurs(fault)) {
      return Status.INVALID_ARGUMENT.withDescription(fault.getMessage());
    }
    if (fault instanceof NotEnoughMemoryException) {
      return Status.RESOURCE_EXHAUSTED.withDescription(fault.getMessage());
    }
    if (fault instanceof DerivationCancelledException) {
      return Status.CANCELLED;
    }
    report(fault);
    return Status.INTERNAL.withDescription(
        "fault in the engine: " + fault.getClass().getSimpleName());
  }

  /** Kinds and places only. */
  private void report(Throwable fault) {
    StringBuilder text = new StringBuilder("fault");
    int depth = 0;
    for (Throwable cause = fault; cause != null && depth < 8; cause = cause.getCause(), depth++) {
      text.append(": ").append(cause.getClass().getName());
      for (StackTraceElement frame : cause.getStackTrace()) {
        text.append(System.lineSeparator()).append("  at ").append(frame);
      }
      text.append(System.lineSeparator());
    }
    log.print(text);
    log.flush();
  }

  private static boolean isOurs(Throwable fault) {
    StackTraceElement[] frames = fault.getStackTrace();
    return frames.length > 0 && frames[0].getClassName().startsWith(OURS);
  }
}
