package org.conclave.ui.internal.chat;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.BorderLayout;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.conclave.api.storage.Conversation;
import org.conclave.api.storage.Message;
import org.conclave.ui.internal.list.Cell;
import org.conclave.ui.internal.list.CellList;
import org.conclave.ui.internal.look.Avatar;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Keys;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.state.Summary;
import org.conclave.ui.internal.work.Desk;

/** The conversations, the latest first, and a field that narrows them down. */
final class ConversationList extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int AVATAR = 40;
  private static final int MARK = 14;

  private final transient Desk desk;
  private final JTextField search = new JTextField();
  private final CellList<Summary> list;
  private final JTextArea none;
  private final JButton create;
  private final transient Cell.Mark rejoining;
  private transient List<Summary> all = List.of();
  private transient Map<UserId, String> names = Map.of();

  ConversationList(Desk desk, Consumer<Summary> open, Runnable create) {
    super(new BorderLayout());
    this.desk = desk;
    setOpaque(false);
    rejoining =
        new Cell.Mark(
            Glyph.WAITING.icon(MARK, "warning"), desk.say("conversation.ended.REJOINING"));
    list =
        new CellList<>(
            "conversations", desk.say("rail.CONVERSATIONS"), Summary::group, this::content);
    list.addListSelectionListener(
        event -> {
          if (!event.getValueIsAdjusting() && !list.isReplacing()) {
            list.selected().ifPresent(open);
          }
        });
    Keys.focused(list, "ENTER", () -> list.selected().ifPresent(open));
    search.setName("search");
    search.putClientProperty(FlatClientProperties.PLACEHOLDER_TEXT, desk.say("search.placeholder"));
    search.putClientProperty(
        FlatClientProperties.TEXT_FIELD_LEADING_ICON, Glyph.SEARCH.icon(16, "muted"));
    search.putClientProperty(FlatClientProperties.TEXT_FIELD_SHOW_CLEAR_BUTTON, true);
    search.getAccessibleContext().setAccessibleName(desk.say("search.placeholder"));
    Changes.of(search, this::narrow);
    Keys.focused(search, "ESCAPE", () -> search.setText(""));
    Keys.focused(search, "DOWN", list::requestFocusInWindow);
    Keys.focused(search, "ENTER", this::openFirst);
    none = Parts.prose("");
    none.setName("conversations.none");
    this.create = Parts.primary("conversations.create", desk.say("group.new"), e -> create.run());
    JPanel top =
        Parts.clear(
            new JPanel(
                new MigLayout(
                    "insets 12 16 8 12, gap 0 8, fillx, wrap 1, hidemode 3",
                    "[grow, fill, 0:0:]",
                    "[40!][]")));
    JPanel head = Parts.clear(new JPanel(new BorderLayout()));
    head.add(Parts.title(desk.say("rail.CONVERSATIONS")));
    head.add(
        Parts.icon("group.new", Glyph.ADD.icon(20), desk.say("group.new.keys"), e -> create.run()),
        BorderLayout.EAST);
    top.add(head);
    top.add(search);
    top.add(none, "gaptop 16, wmin 0");
    top.add(this.create);
    add(top, BorderLayout.NORTH);
    add(Parts.scroll(list));
  }

  private Cell.Content content(Summary summary) {
    if (summary.conversation().status() == Conversation.Status.REJOINING) {
      return new Cell.Content(
              Avatar.group(summary.name(), summary.group(), AVATAR),
              summary.name(),
              desk.say("conversation.rejoining.short"),
              "",
              summary.conversation().unread())
          .with(rejoining);
    }
    return new Cell.Content(
        Avatar.group(summary.name(), summary.group(), AVATAR),
        summary.name(),
        summary.newest().map(this::preview).orElseGet(() -> desk.say("conversation.empty.short")),
        desk.text()
            .when(summary.conversation().lastActivity(), desk.text().day(desk.clock().instant())),
        summary.conversation().unread());
  }

  private String preview(Message message) {
    String line = message.text().lines().findFirst().orElse("");
    String author =
        message.own()
            ? desk.say("preview.self")
            : names.getOrDefault(message.author(), "").split(" ", 2)[0];
    return author.isEmpty() ? line : author + ": " + line;
  }

  void show(Situation situation) {
    names = situation.names();
    all = situation.conversations();
    narrow();
  }

  private void narrow() {
    String wanted = search.getText().strip().toLowerCase(Locale.ROOT);
    List<Summary> found =
        all.stream()
            .filter(summary -> summary.name().toLowerCase(Locale.ROOT).contains(wanted))
            .toList();
    list.replace(found);
    list.repaint();
    none.setVisible(found.isEmpty());
    none.setText(desk.say(all.isEmpty() ? "conversations.none" : "search.none"));
    create.setVisible(all.isEmpty());
  }

  private void openFirst() {
    if (list.getModel().getSize() > 0) {
      list.setSelectedIndex(0);
    }
  }

  void select(Optional<GroupId> group) {
    list.selectKey(group.map(id -> id));
  }

  void search() {
    search.requestFocusInWindow();
    search.selectAll();
  }
}
