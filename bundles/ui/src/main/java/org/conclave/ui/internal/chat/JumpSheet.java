package org.conclave.ui.internal.chat;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.Dimension;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import org.conclave.ui.internal.list.Cell;
import org.conclave.ui.internal.list.CellList;
import org.conclave.ui.internal.look.Avatar;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Keys;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.sheet.Sheet;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.state.Summary;
import org.conclave.ui.internal.work.Desk;

/** Goes to a conversation by the first letters of its name. */
final class JumpSheet extends Sheet {
  private static final long serialVersionUID = 1L;
  private static final int AVATAR = 36;
  private static final int LIST_HEIGHT = 264;

  private final JTextField field = new JTextField();
  private final CellList<Summary> list;
  private final transient List<Summary> all;

  JumpSheet(Desk desk, Sheets sheets, List<Summary> all, Consumer<Summary> open) {
    super("sheet.jump", desk.say("jump.title"), desk.say("close"), sheets);
    this.all = all;
    field.setName("jump.field");
    field.putClientProperty(FlatClientProperties.PLACEHOLDER_TEXT, desk.say("search.placeholder"));
    field.getAccessibleContext().setAccessibleName(desk.say("jump.title"));
    list =
        new CellList<>(
            "jump.list",
            desk.say("rail.CONVERSATIONS"),
            Summary::group,
            summary ->
                new Cell.Content(
                    Avatar.group(summary.name(), summary.group(), AVATAR),
                    summary.name(),
                    "",
                    "",
                    summary.conversation().unread()));
    Changes.of(field, this::narrow);
    Keys.focused(field, "DOWN", () -> move(1));
    Keys.focused(field, "UP", () -> move(-1));
    add(field);
    JScrollPane scroll = Parts.scroll(list);
    scroll.setPreferredSize(new Dimension(0, LIST_HEIGHT));
    add(scroll);
    finish(
        Parts.primary(
            "jump.go",
            desk.say("jump.go"),
            event ->
                list.selected()
                    .ifPresent(
                        summary -> {
                          sheets.putAway();
                          open.accept(summary);
                        })));
    focusFirst(field);
    narrow();
  }

  private void narrow() {
    String wanted = field.getText().strip().toLowerCase(Locale.ROOT);
    list.replace(
        all.stream()
            .filter(summary -> summary.name().toLowerCase(Locale.ROOT).contains(wanted))
            .toList());
    list.setSelectedIndex(0);
  }

  private void move(int by) {
    int size = list.getModel().getSize();
    if (size > 0) {
      list.setSelectedIndex(Math.floorMod(list.getSelectedIndex() + by, size));
      list.ensureIndexIsVisible(list.getSelectedIndex());
    }
  }
}
