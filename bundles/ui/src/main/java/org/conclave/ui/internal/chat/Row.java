package org.conclave.ui.internal.chat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.conclave.api.storage.Message;

/**
 * A message laid out for one width. Immutable, so that it can be made off the event thread.
 *
 * @param index its place in the history, from 0 for the first that is still there
 * @param author the author's name
 * @param opensGroup whether author and time stand above it: another author or minute than before
 * @param day where it is the first of a day, that day
 * @param notes what happened between it and the message before
 * @param noteLines the notes, broken for {@code width}
 * @param lines its text, broken for {@code width}
 * @param height with all that stands above it, without the mark of unread messages
 */
record Row(
    int index,
    Message message,
    String author,
    boolean opensGroup,
    Optional<LocalDate> day,
    List<String> notes,
    int width,
    List<String> noteLines,
    List<String> lines,
    int height) {
  /** The same after its delivery changed. */
  Row with(Message changed) {
    return new Row(index, changed, author, opensGroup, day, notes, width, noteLines, lines, height);
  }
}
