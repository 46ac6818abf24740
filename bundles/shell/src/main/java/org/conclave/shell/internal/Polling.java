package org.conclave.shell.internal;

import java.time.Duration;

/** Waiting for something that another bundle brings about. */
final class Polling {
  private Polling() {}

  /** A condition that may fail while the service behind it is being swapped. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * @throws CommandException TIMEOUT if it does not hold within {@code patience}
   * @throws Exception what the condition threw last, if it never could be asked
   */
  static void until(Services services, Duration patience, Condition condition) throws Exception {
    Exception[] last = new Exception[1];
    boolean held =
        services.await(
            patience,
            () -> {
              try {
                last[0] = null;
                return condition.holds();
              } catch (Exception e) {
                last[0] = e;
                return false;
              }
            });
    if (!held) {
      if (last[0] != null) {
        throw last[0];
      }
      throw new CommandException(
          "TIMEOUT", "It did not happen within " + patience.toSeconds() + " s.");
    }
  }
}
