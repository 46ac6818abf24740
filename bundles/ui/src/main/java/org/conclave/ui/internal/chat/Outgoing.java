package org.conclave.ui.internal.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.identity.GroupId;
import org.conclave.api.messaging.Messenger;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/**
 * Texts on their way from the composer to the disk. A text is in the history only once it is
 * committed; until then it is here, in the order in which it was typed, and it is not lost when the
 * engine or the messenger is away for a while. On the event thread.
 */
final class Outgoing {
  private final Desk desk;
  private final Runnable changed;
  private final Map<GroupId, Deque<String>> waiting = new HashMap<>();
  private final Map<GroupId, String> halted = new HashMap<>();
  private final Set<GroupId> underWay = new HashSet<>();

  /**
   * @param changed is called when what waits or why has changed
   */
  Outgoing(Desk desk, Runnable changed) {
    this.desk = desk;
    this.changed = changed;
  }

  void send(GroupId group, String text) {
    waiting.computeIfAbsent(group, unused -> new ArrayDeque<>()).addLast(text);
    pump(group);
    changed.run();
  }

  int waiting(GroupId group) {
    Deque<String> texts = waiting.get(group);
    return texts == null ? 0 : texts.size();
  }

  /** Why nothing goes out, for the person; empty where it does. */
  Optional<String> halted(GroupId group) {
    return Optional.ofNullable(halted.get(group));
  }

  void tryAgain(GroupId group) {
    halted.remove(group);
    pump(group);
    changed.run();
  }

  /** Something that was off came back. */
  void tryAllAgain() {
    Set.copyOf(halted.keySet()).forEach(this::tryAgain);
  }

  /** Takes back all that waits, to be edited. What is just being committed is not among it. */
  String takeBack(GroupId group) {
    Deque<String> texts = waiting.getOrDefault(group, new ArrayDeque<>());
    Deque<String> taken = new ArrayDeque<>(texts);
    String head = underWay.contains(group) ? taken.pollFirst() : null;
    texts.clear();
    if (head != null) {
      texts.add(head);
    }
    halted.remove(group);
    changed.run();
    return String.join("\n", taken);
  }

  /** Takes back all that waits in every conversation. */
  Map<GroupId, String> takeAllBack() {
    Map<GroupId, String> taken = new HashMap<>();
    for (GroupId group : Set.copyOf(waiting.keySet())) {
      String texts = takeBack(group);
      if (!texts.isEmpty()) {
        taken.put(group, texts);
      }
    }
    return taken;
  }

  private void pump(GroupId group) {
    Deque<String> texts = waiting.get(group);
    if (texts == null || texts.isEmpty() || halted.containsKey(group) || !underWay.add(group)) {
      return;
    }
    String text = texts.getFirst();
    desk.background()
        .run(
            Lane.SEND,
            () -> desk.services().require(Messenger.class).send(group, text),
            sent -> {
              underWay.remove(group);
              texts.pollFirst();
              pump(group);
              changed.run();
            },
            failure -> {
              underWay.remove(group);
              halted.put(group, Failures.say(desk.text(), failure));
              changed.run();
            });
  }
}
