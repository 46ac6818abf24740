package org.conclave.ui.internal.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.Message;
import org.conclave.ui.internal.state.DeviceChange;
import org.conclave.ui.internal.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * What a history is told with beside its messages: who its authors are, and lines about what
 * happened between them. Immutable.
 *
 * @param notes the oldest first
 * @param deleted how many messages there were before the first that is still there
 */
record Telling(Map<UserId, String> names, List<Note> notes, long deleted) {
  static final Telling NOTHING = new Telling(Map.of(), List.of(), 0);

  Telling {
    names = Map.copyOf(names);
    notes = List.copyOf(notes);
  }

  /**
   * A line of its own.
   *
   * @param at when it happened, as this device's own time
   */
  record Note(Instant at, String says) {}

  /** With a line for each change of a device of {@code members}. */
  static Telling of(
      Map<UserId, String> names,
      List<DeviceChange> changes,
      Set<UserId> members,
      long deleted,
      Text text) {
    List<Note> notes = new ArrayList<>();
    for (DeviceChange change : changes) {
      String name = names.get(change.user());
      if (name != null && members.contains(change.user())) {
        notes.add(new Note(change.at(), text.get("timeline.device", name, text.time(change.at()))));
      }
    }
    return new Telling(names, notes, deleted);
  }

  /** A message's place in what is left of the history. */
  int index(Message message) {
    return (int) (message.sequence() - 1 - deleted);
  }

  /** The lines that belong above {@code message}; none above the first message of all. */
  List<String> above(Message message, @Nullable Message previous) {
    if (previous == null) {
      return List.of();
    }
    return notes.stream()
        .filter(
            note ->
                note.at().isAfter(previous.committedAt())
                    && !note.at().isAfter(message.committedAt()))
        .map(Note::says)
        .toList();
  }

  /** The lines that belong below the newest message. */
  List<String> below(Message newest) {
    return notes.stream()
        .filter(note -> note.at().isAfter(newest.committedAt()))
        .map(Note::says)
        .toList();
  }
}
