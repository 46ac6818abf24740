package org.conclave.ui.internal.chat;

import java.awt.Font;
import java.awt.FontMetrics;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.swing.JComponent;
import org.conclave.api.storage.Message;
import org.conclave.ui.internal.text.Text;
import org.jspecify.annotations.Nullable;

/** Lays messages out. Made on the event thread for one font; then used on any. */
final class RowShaper {
  static final int AVATAR = 36;
  static final int TEXT_LEFT = 68;
  static final int TEXT_RIGHT = 56;
  static final int DAY = 48;
  static final int GROUP_GAP = 14;
  static final int LINE_GAP = 4;
  static final int NOTE_GAP = 8;
  private static final int NOTE_MARGIN = 24;
  private static final int WIDEST = 760;

  private final Text text;
  private final FontMetrics body;
  private final FontMetrics bold;

  RowShaper(JComponent component, Text text) {
    this.text = text;
    Font font = component.getFont();
    this.body = component.getFontMetrics(font);
    this.bold = component.getFontMetrics(font.deriveFont(Font.BOLD));
  }

  int lineHeight() {
    return body.getHeight() + LINE_GAP;
  }

  int ascent() {
    return body.getAscent() + LINE_GAP / 2;
  }

  int nameHeight() {
    return bold.getHeight() + LINE_GAP;
  }

  int nameAscent() {
    return bold.getAscent();
  }

  int nameWidth(String name) {
    return bold.stringWidth(name);
  }

  /** Rows of {@code messages}, which follow {@code before} in the history. */
  List<Row> shape(List<Message> messages, @Nullable Message before, Telling telling, int width) {
    List<Row> rows = new ArrayList<>(messages.size());
    Message previous = before;
    for (Message message : messages) {
      rows.add(shape(message, previous, telling, width));
      previous = message;
    }
    return rows;
  }

  private Row shape(Message message, @Nullable Message previous, Telling telling, int width) {
    LocalDate day = text.day(message.sentAt());
    boolean newDay = true;
    boolean opens = true;
    List<String> notes = telling.above(message, previous);
    if (previous != null) {
      newDay = !text.day(previous.sentAt()).equals(day);
      opens =
          newDay
              || !notes.isEmpty()
              || !previous.author().equals(message.author())
              || !minute(previous).equals(minute(message));
    }
    String known = telling.names().get(message.author());
    String author =
        known != null
            ? known
            : text.get("member.unknown", message.author().toHex().substring(0, 8));
    Row row =
        new Row(
            telling.index(message),
            message,
            author,
            opens,
            newDay ? Optional.of(day) : Optional.empty(),
            notes,
            0,
            List.of(),
            List.of(),
            0);
    return at(row, width);
  }

  private static Instant minute(Message message) {
    return message.sentAt().truncatedTo(ChronoUnit.MINUTES);
  }

  /** The same row for another width. */
  Row at(Row row, int width) {
    int room = Math.min(WIDEST, width - TEXT_LEFT - TEXT_RIGHT);
    List<String> lines = LineWrap.wrap(row.message().text(), body, room);
    List<String> noteLines = noteLines(row.notes(), width);
    int height = lines.size() * lineHeight();
    if (row.opensGroup()) {
      height = GROUP_GAP + Math.max(AVATAR, nameHeight() + height);
    }
    if (row.day().isPresent()) {
      height += DAY;
    }
    height += noteHeight(noteLines);
    return new Row(
        row.index(),
        row.message(),
        row.author(),
        row.opensGroup(),
        row.day(),
        row.notes(),
        width,
        noteLines,
        lines,
        height);
  }

  /** Notes, each broken into lines. */
  List<String> noteLines(List<String> notes, int width) {
    List<String> lines = new ArrayList<>();
    int room = Math.min(WIDEST, width - NOTE_MARGIN * 2);
    notes.forEach(note -> lines.addAll(LineWrap.wrap(note, body, room)));
    return lines;
  }

  int noteHeight(List<String> noteLines) {
    return noteLines.isEmpty() ? 0 : NOTE_GAP * 2 + noteLines.size() * lineHeight();
  }
}
