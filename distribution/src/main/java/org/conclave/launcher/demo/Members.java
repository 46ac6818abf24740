package org.conclave.launcher.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import org.conclave.launcher.headless.CommandFailed;
import org.conclave.launcher.headless.HeadlessProcess;

/** Who takes part, and every process that was started for it. Closing ends them all. */
final class Members implements AutoCloseable {
  private static final List<String> NAMES =
      List.of(
          "Ada", "Bo", "Chi", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kim", "Lea",
          "Mio", "Noa", "Oda", "Pia", "Quy");

  private final Path folder;
  private final List<HeadlessProcess> started = new CopyOnWriteArrayList<>();
  private final List<Participant> present = new CopyOnWriteArrayList<>();
  private final List<Long> readyTimes = new ArrayList<>();

  Members(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /** Whose turn it is: the first founds the organisation. */
  List<Participant> present() {
    return present;
  }

  Participant founder() {
    return present.get(0);
  }

  List<Participant> others(Participant participant) {
    return present.stream().filter(other -> other != participant).toList();
  }

  /** The next one, with a profile that belongs to no organisation yet. */
  Participant launch() throws IOException, CommandFailed {
    String name = NAMES.get(present.size());
    Participant participant = new Participant(name, device(name));
    present.add(participant);
    return participant;
  }

  /** A device with a fresh profile, ready. */
  HeadlessProcess device(String name) throws IOException, CommandFailed {
    HeadlessProcess device =
        HeadlessProcess.launch(name, folder, "--listen", "/ip4/127.0.0.1/tcp/0");
    started.add(device);
    readyTimes.add(
        device.command("ready", "--timeout", "120").getAsJsonObject().get("ready_ms").getAsLong());
    return device;
  }

  /** It sends and receives no more. Its process goes on. */
  void leave(Participant participant) {
    present.remove(participant);
  }

  /** Milliseconds, of the slowest. */
  long ready() {
    return readyTimes.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** Host and engine of one member together: the mean over the members; empty if one is unknown. */
  OptionalDouble memory() throws CommandFailed {
    double sum = 0;
    for (Participant member : present) {
      for (long pid : new long[] {member.device().process().pid(), member.device().enginePid()}) {
        OptionalDouble pss = ProcessMemory.pssMegabytes(pid);
        if (pss.isEmpty()) {
          return OptionalDouble.empty();
        }
        sum += pss.getAsDouble();
      }
    }
    return OptionalDouble.of(sum / present.size());
  }

  @Override
  public void close() {
    started.parallelStream().forEach(HeadlessProcess::close);
    started.clear();
  }
}
