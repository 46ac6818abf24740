package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conclave.mls.schedule.Row;
import org.conclave.mls.schedule.RowKey;
import org.conclave.mls.tree.RatchetTree;

/** A device whose host keeps what reading late messages takes, for five epochs, and no more. */
final class Keeper {
  static final int PAST_EPOCHS = 5;

  final Device device;
  final long epochJoined;
  private final Deque<Past> past = new ArrayDeque<>();

  Keeper(Device device) {
    this.device = device;
    this.epochJoined = epoch();
  }

  /** A superseded epoch: parts E, R and T as they were, S reduced. */
  private record Past(
      long number, byte[] epoch, byte[] secrets, Map<RowKey, Row> rows, RatchetTree tree) {
    GroupState state() {
      return new GroupState(epoch, secrets, List.copyOf(rows.values()), new byte[0]);
    }
  }

  long epoch() {
    return device.state.summary().epoch();
  }

  /** Goes on to the next epoch, and deletes what goes with it. */
  void enter(NewState next) {
    past.addLast(
        new Past(
            epoch(),
            device.state.epoch(),
            next.retiredSecrets(),
            new LinkedHashMap<>(device.rows),
            device.tree()));
    if (past.size() > PAST_EPOCHS) {
      past.removeFirst();
    }
    device.enter(next);
  }

  /** Everything that is stored, epoch by epoch. */
  List<GroupState> everything() {
    List<GroupState> all = new ArrayList<>();
    past.forEach(epoch -> all.add(epoch.state()));
    all.add(device.parts(List.copyOf(device.rows.values())));
    return all;
  }

  /** Reads a message of this epoch or of one that is kept. */
  String read(long number, byte[] message) {
    if (number == epoch()) {
      return device.read(message);
    }
    Past kept = past.stream().filter(epoch -> epoch.number == number).findFirst().orElseThrow();
    ProcessResult result = device.engine.process(kept.state(), kept.tree, message, List.of());
    assertThat(result).as(String.valueOf(result)).isInstanceOf(ApplicationMessage.class);
    ApplicationMessage application = (ApplicationMessage) result;
    application.rows().deleted().forEach(kept.rows::remove);
    application.rows().put().forEach(row -> kept.rows.put(row.key(), row));
    return new String(application.content(), StandardCharsets.UTF_8);
  }

  /**
   * Whether a message opens with anything that this host stores, given all that is public about the
   * message's epoch.
   */
  boolean canOpen(Sent sent) {
    for (GroupState known : everything()) {
      GroupState attempt =
          new GroupState(sent.publicEpoch(), known.secrets(), known.rows(), new byte[0]);
      try {
        ProcessResult result =
            device.engine.process(attempt, sent.tree(), sent.message(), List.of());
        if (result instanceof ApplicationMessage
            || result instanceof ProposalStored
            || result instanceof CommitApplied) {
          return true;
        }
      } catch (IllegalArgumentException doesNotFit) {
        // Rows or secrets of another shape: they do not open it either.
      }
    }
    return false;
  }

  /**
   * A message with what everyone may know of its epoch.
   *
   * @param publicEpoch part E of one who did not send it
   */
  record Sent(
      Device sender,
      long epoch,
      byte[] publicEpoch,
      RatchetTree tree,
      String text,
      byte[] message) {}
}
