package org.conclave.shell.internal;

import java.util.List;
import java.util.Map;

/** The key that is kept offline. It comes from a file or descriptor, never from an argument. */
final class RecoveryCommands implements CommandSet {
  /** Sixteen shares are the most there can be. */
  private static final int LARGEST = 16 * 1024;

  private final Services services;

  RecoveryCommands(Services services) {
    this.services = services;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        new Command(
            "split-recovery",
            "THRESHOLD COUNT --recovery-file FILE",
            "Splits the recovery code in FILE into COUNT shares, of which any THRESHOLD make it"
                + " again. The shares are secrets and in the answer: nothing is kept.",
            arguments ->
                Map.of(
                    "shares",
                    services
                        .administration()
                        .splitRecovery(
                            recovery(arguments),
                            (int) arguments.numberAt(0, "THRESHOLD", 2, 16),
                            (int) arguments.numberAt(1, "COUNT", 2, 16)))),
        new Command(
            "succeed-root",
            "--recovery-file FILE",
            "Replaces the organisation's root key by a fresh one in this profile, by the recovery"
                + " code in FILE or enough shares, one a line. What the old key signs from now on"
                + " is void.",
            arguments -> {
              services.administration().succeedRoot(recovery(arguments));
              return Map.of("holds_root", services.administration().holdsRoot());
            }));
  }

  private static String recovery(Arguments arguments) throws CommandException {
    return TextFile.read(arguments.require("recovery-file"), LARGEST);
  }
}
