package org.conclave.ui.internal.chat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.swing.Timer;
import org.conclave.api.identity.GroupId;
import org.conclave.ui.internal.state.Notebook;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Background.Work;
import org.conclave.ui.internal.work.Desk;

/**
 * What was typed and not sent, for each conversation: kept in the profile, sealed, so that locking
 * or a crash costs a second of it at most. On the event thread.
 */
final class Drafts {
  private static final String KEY = "drafts";
  private static final int MOMENT_MILLIS = 1_000;

  private final Desk desk;
  private final Map<GroupId, String> texts = new HashMap<>();
  private final Timer moment = new Timer(MOMENT_MILLIS, event -> keepSoon());

  Drafts(Desk desk) {
    this.desk = desk;
    moment.setRepeats(false);
  }

  /** Reads what was kept; what was typed meanwhile is newer. */
  void load(Runnable then) {
    desk.background()
        .run(
            Lane.READ,
            () -> new Notebook(desk.services()).read(KEY),
            lines -> {
              parse(lines).forEach(texts::putIfAbsent);
              then.run();
            },
            failure -> {});
  }

  String of(GroupId group) {
    return texts.getOrDefault(group, "");
  }

  void put(GroupId group, String text) {
    if (!of(group).equals(text)) {
      texts.put(group, text);
      moment.restart();
    }
  }

  private void keepSoon() {
    desk.background().run(Lane.READ, keeping());
  }

  /** Writes what there is now, when it is run, on any thread but this one. */
  Work keeping() {
    moment.stop();
    String lines =
        texts.entrySet().stream()
            .filter(each -> !each.getValue().isEmpty())
            .map(each -> each.getKey().toHex() + " " + encode(each.getValue()))
            .collect(Collectors.joining("\n"));
    Notebook notebook = new Notebook(desk.services());
    return () -> notebook.write(KEY, lines);
  }

  void stop() {
    moment.stop();
  }

  private static Map<GroupId, String> parse(String lines) {
    return lines
        .lines()
        .map(line -> line.split(" "))
        .collect(Collectors.toMap(words -> GroupId.ofHex(words[0]), words -> decode(words[1])));
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }
}
