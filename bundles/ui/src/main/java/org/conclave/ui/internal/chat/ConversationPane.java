package org.conclave.ui.internal.chat;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.BorderLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.swing.BorderFactory;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.MessageId;
import org.conclave.api.identity.UserId;
import org.conclave.api.messaging.GroupParticipant;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.Message;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.DeviceChange;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.state.Summary;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Background.Work;
import org.conclave.ui.internal.work.Desk;
import org.jspecify.annotations.Nullable;

/**
 * The conversation that is open: its header, timeline and composer. Pages are read and laid out off
 * the event thread; an answer that comes after another conversation was opened is dropped.
 */
final class ConversationPane extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int NEWER = 500;

  private final transient Desk desk;
  private final ConversationHeader header;
  private final Timeline timeline;
  private final Composer composer;
  private final OutgoingStrip strip;
  private final JTextArea ended;
  private final transient Outgoing outgoing;
  private final transient Consumer<List<GroupParticipant>> toldRoster;
  private final transient Drafts drafts;
  private transient Map<UserId, String> names = Map.of();
  private transient List<DeviceChange> deviceChanges = List.of();
  private transient Set<UserId> roster = Set.of();
  private transient Telling telling = Telling.NOTHING;
  private transient @Nullable Summary open;
  private int turn;
  private boolean loaded;
  private boolean readingNewer;
  private boolean newerAgain;

  /** What opening a conversation reads. */
  private record Opened(
      long count, List<Row> rows, List<GroupParticipant> participants, Telling telling) {}

  ConversationPane(
      Desk desk, Runnable back, Runnable members, Consumer<List<GroupParticipant>> roster) {
    super(new BorderLayout());
    this.desk = desk;
    this.toldRoster = roster;
    setName("conversation");
    Parts.ground(this, "conversation");
    header = new ConversationHeader(desk.text(), back, members);
    timeline = new Timeline(desk.text(), desk.clock());
    outgoing = new Outgoing(desk, this::showOutgoing);
    drafts = new Drafts(desk);
    composer = new Composer(desk.text(), this::send, this::keepDraft);
    drafts.load(this::showDraft);
    strip = new OutgoingStrip(desk.text(), this::tryAgain, this::edit);
    ended = Parts.prose("");
    ended.setName("conversation.ended");
    ended.setBorder(BorderFactory.createEmptyBorder(16, 24, 24, 24));
    JPanel foot =
        Parts.clear(
            new JPanel(
                new MigLayout("insets 0, gap 0, wrap 1, hidemode 3, fillx", "[grow, fill, 0:0:]")));
    foot.add(strip, "gapx 16 16, gapy 4 4");
    foot.add(composer);
    foot.add(ended, "wmin 0");
    JPanel top = Parts.clear(new JPanel(new BorderLayout()));
    top.add(header);
    top.add(rule(), BorderLayout.SOUTH);
    header.setPreferredSize(new java.awt.Dimension(0, 64));
    add(top, BorderLayout.NORTH);
    add(new TimelinePane(timeline, desk.text(), this::loadPage, this::markRead));
    add(foot, BorderLayout.SOUTH);
  }

  private static JPanel rule() {
    JPanel rule = new JPanel();
    rule.setPreferredSize(new java.awt.Dimension(0, 1));
    rule.putClientProperty(FlatClientProperties.STYLE, "background: $Conclave.line");
    return rule;
  }

  Optional<GroupId> openGroup() {
    return Optional.ofNullable(open).map(Summary::group);
  }

  void allowBack(boolean allowed) {
    header.allowBack(allowed);
  }

  void takeFocus() {
    composer.takeFocus();
  }

  void open(Summary summary) {
    keepDraft();
    open = summary;
    loaded = false;
    int mine = ++turn;
    header.show(summary, 0);
    composer.open(summary.name(), drafts.of(summary.group()));
    allowWriting(summary);
    showOutgoing();
    timeline.open(0, List.of(), 0, Telling.NOTHING);
    GroupId group = summary.group();
    int width = Math.max(1, timeline.getWidth());
    RowShaper shaper = timeline.shaper();
    Map<UserId, String> known = names;
    List<DeviceChange> changes = deviceChanges;
    desk.background()
        .run(
            Lane.READ,
            () -> {
              Messenger messenger = desk.services().require(Messenger.class);
              long deleted =
                  messenger.historyAfter(group, 0, 1).stream()
                      .mapToLong(first -> first.sequence() - 1)
                      .findFirst()
                      .orElse(0);
              List<Message> newest = messenger.history(group, Long.MAX_VALUE, RowCache.PAGE + 1);
              long last = newest.isEmpty() ? 0 : newest.get(newest.size() - 1).sequence();
              List<GroupParticipant> participants = messenger.participants(group);
              Telling told = Telling.of(known, changes, users(participants), deleted, desk.text());
              return new Opened(
                  last - Math.min(last, deleted),
                  shape(shaper, newest, told, width),
                  participants,
                  told);
            },
            found -> {
              if (mine == turn) {
                opened(summary, found);
              }
            },
            failure -> {});
  }

  private void opened(Summary summary, Opened found) {
    loaded = true;
    telling = found.telling();
    roster = users(found.participants());
    timeline.open(
        (int) found.count(), found.rows(), summary.conversation().unread(), found.telling());
    header.show(summary, found.participants().size());
    toldRoster.accept(found.participants());
    markRead();
  }

  /** The first of {@code messages} is there only to tell whether the second opens a group. */
  private static List<Row> shape(
      RowShaper shaper, List<Message> messages, Telling telling, int width) {
    boolean whole = messages.isEmpty() || telling.index(messages.get(0)) == 0;
    return whole
        ? shaper.shape(messages, null, telling, width)
        : shaper.shape(messages.subList(1, messages.size()), messages.get(0), telling, width);
  }

  private void loadPage(int page) {
    Summary current = open;
    if (current == null) {
      return;
    }
    int mine = turn;
    int width = Math.max(1, timeline.getWidth());
    RowShaper shaper = timeline.shaper();
    Telling known = telling;
    long before = telling.deleted() + (long) (page + 1) * RowCache.PAGE + 1;
    desk.background()
        .run(
            Lane.READ,
            () ->
                shape(
                    shaper,
                    desk.services()
                        .require(Messenger.class)
                        .history(current.group(), before, RowCache.PAGE + 1),
                    known,
                    width),
            rows -> {
              if (mine == turn) {
                timeline.put(rows);
              }
            },
            failure -> {
              if (mine == turn) {
                timeline.failed(page);
              }
            });
  }

  /** Something was added to the history of the open conversation. */
  void readNewer() {
    Summary current = open;
    if (current == null || !loaded) {
      return;
    }
    if (readingNewer) {
      newerAgain = true;
      return;
    }
    readingNewer = true;
    int mine = turn;
    int width = Math.max(1, timeline.getWidth());
    RowShaper shaper = timeline.shaper();
    Telling known = telling;
    long after = telling.deleted() + Math.max(0, timeline.count() - 1);
    desk.background()
        .run(
            Lane.READ,
            () ->
                shape(
                    shaper,
                    desk.services()
                        .require(Messenger.class)
                        .historyAfter(current.group(), after, NEWER),
                    known,
                    width),
            rows -> {
              readingNewer = false;
              if (mine == turn) {
                timeline.put(rows);
                markRead();
              }
              if (newerAgain || rows.size() >= NEWER - 1) {
                newerAgain = false;
                readNewer();
              }
            },
            failure -> readingNewer = false);
  }

  /** Messages of the open conversation were deleted because their time was over. */
  void someDeleted() {
    if (open != null) {
      open(open);
    }
  }

  void deliveryChanged(MessageId id) {
    Summary current = open;
    if (current == null) {
      return;
    }
    int mine = turn;
    desk.background()
        .run(
            Lane.READ,
            () -> desk.services().require(Messenger.class).message(current.group(), id),
            message -> {
              if (mine == turn) {
                message.ifPresent(timeline::replace);
              }
            },
            failure -> {});
  }

  void rosterChanged() {
    Summary current = open;
    if (current == null) {
      return;
    }
    int mine = turn;
    desk.background()
        .run(
            Lane.READ,
            () -> desk.services().require(Messenger.class).participants(current.group()),
            participants -> {
              if (mine == turn && open != null) {
                header.show(open, participants.size());
                roster = users(participants);
                tell();
                toldRoster.accept(participants);
              }
            },
            failure -> {});
  }

  /** The list's view of the open conversation changed. */
  void update(Summary summary) {
    boolean first = open == null || !loaded;
    open = summary;
    allowWriting(summary);
    if (loaded) {
      readNewer();
      markRead();
    } else if (!first) {
      open(summary);
    }
  }

  /** Names or devices of members became known, or others than they were. */
  void know(Situation situation) {
    names = situation.names();
    deviceChanges = situation.deviceChanges();
    tell();
  }

  private void tell() {
    Telling now = Telling.of(names, deviceChanges, roster, telling.deleted(), desk.text());
    if (loaded && !telling.equals(now)) {
      telling = now;
      timeline.tell(now);
    }
  }

  private static Set<UserId> users(List<GroupParticipant> participants) {
    return participants.stream().map(GroupParticipant::user).collect(Collectors.toSet());
  }

  boolean isLoaded() {
    return loaded;
  }

  Outgoing outgoing() {
    return outgoing;
  }

  private void allowWriting(Summary summary) {
    boolean live = summary.conversation().status() == Conversation.Status.LIVE;
    composer.setVisible(live);
    ended.setVisible(!live);
    if (!live) {
      ended.setText(desk.say("conversation.ended." + summary.conversation().status()));
    }
  }

  private void markRead() {
    Summary current = open;
    if (current == null
        || !loaded
        || current.conversation().unread() == 0
        || !isShowing()
        || !timeline.isAtEnd()) {
      return;
    }
    open = new Summary(read(current.conversation()), current.newest());
    desk.background()
        .run(Lane.READ, () -> desk.services().require(Messenger.class).markRead(current.group()));
  }

  private static Conversation read(Conversation c) {
    return new Conversation(
        c.group(), c.name(), c.status(), c.administrator(), c.createdAt(), c.lastActivity(), 0);
  }

  private void send(String text) {
    Summary current = open;
    if (current != null) {
      timeline.scrollToEnd();
      outgoing.send(current.group(), text);
    }
  }

  private void tryAgain() {
    openGroup().ifPresent(outgoing::tryAgain);
  }

  private void edit() {
    Summary current = open;
    if (current != null) {
      String taken = outgoing.takeBack(current.group());
      String draft = composer.draft();
      composer.open(current.name(), draft.isEmpty() ? taken : taken + "\n" + draft);
      composer.takeFocus();
    }
  }

  private void showOutgoing() {
    openGroup().ifPresent(group -> strip.show(outgoing.waiting(group), outgoing.halted(group)));
  }

  private void keepDraft() {
    openGroup().ifPresent(group -> drafts.put(group, composer.draft()));
  }

  private void showDraft() {
    Summary current = open;
    if (current != null && composer.draft().isEmpty()) {
      composer.open(current.name(), drafts.of(current.group()));
    }
  }

  /** Keeps what was typed, and with it what is not committed yet; see {@link Drafts#keeping}. */
  Work keeping() {
    keepDraft();
    outgoing
        .takeAllBack()
        .forEach(
            (group, taken) -> {
              String draft = drafts.of(group);
              drafts.put(group, draft.isEmpty() ? taken : taken + "\n" + draft);
            });
    return drafts.keeping();
  }

  void leave() {
    drafts.stop();
  }
}
