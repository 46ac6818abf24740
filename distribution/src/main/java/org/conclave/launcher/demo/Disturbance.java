package org.conclave.launcher.demo;

import java.util.ArrayList;
import java.util.List;
import org.conclave.launcher.headless.CommandFailed;

/** What must not matter: engines are killed, a bundle is swapped. */
final class Disturbance {
  private final Members members;
  private final DemoOptions options;
  private final List<String> lines = new ArrayList<>();
  private int enginesKilled;
  private int swaps;

  Disturbance(Members members, DemoOptions options) {
    this.members = members;
    this.options = options;
  }

  void play() throws CommandFailed {
    if (options.killEngine()) {
      for (Participant member : members.present()) {
        ProcessHandle engine = ProcessHandle.of(member.device().enginePid()).orElse(null);
        if (engine != null && engine.destroyForcibly()) {
          enginesKilled++;
        }
      }
      lines.add("Killed " + enginesKilled + " engines.");
    }
    if (options.swap() != null) {
      Participant member = members.present().get(members.present().size() - 1);
      member.command("swap", options.swap());
      swaps++;
      lines.add("Swapped " + options.swap() + " in " + member.name() + ".");
    }
  }

  int enginesKilled() {
    return enginesKilled;
  }

  int swaps() {
    return swaps;
  }

  /** For people. */
  List<String> lines() {
    return lines;
  }
}
