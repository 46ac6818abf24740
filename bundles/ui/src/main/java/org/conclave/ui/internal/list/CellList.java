package org.conclave.ui.internal.list;

import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.DefaultListModel;
import javax.swing.Icon;
import javax.swing.JList;
import javax.swing.ListSelectionModel;
import org.conclave.ui.internal.look.Dot;
import org.conclave.ui.internal.look.Keys;
import org.conclave.ui.internal.look.Parts;
import org.jspecify.annotations.Nullable;

/**
 * A list of {@link Cell}s that keeps its selection when its elements are replaced by newer ones of
 * the same key.
 */
public final class CellList<T> extends JList<T> {
  private static final long serialVersionUID = 1L;
  private static final Icon NO_ICON = new Dot("muted");

  private final transient Function<T, Object> key;
  private final transient Function<T, Cell.Content> contents;
  private final DefaultListModel<T> elements = new DefaultListModel<>();
  private int hovered = -1;
  private boolean replacing;

  public CellList(
      String name, String says, Function<T, Object> key, Function<T, Cell.Content> contents) {
    this.key = key;
    this.contents = contents;
    setName(name);
    setModel(elements);
    getAccessibleContext().setAccessibleName(says);
    setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    setCellRenderer(new Cell<>(contents, new Cell.Content(NO_ICON, "", "", "", 0)));
    setFixedCellHeight(Cell.HEIGHT);
    Parts.ground(this, "list");
    MouseAdapter hover =
        new MouseAdapter() {
          @Override
          public void mouseMoved(MouseEvent event) {
            hover(locationToIndex(event.getPoint()));
          }

          @Override
          public void mouseExited(MouseEvent event) {
            hover(-1);
          }
        };
    addMouseListener(hover);
    addMouseMotionListener(hover);
  }

  /** What a click on an element does, and Enter or the space bar on the selected one. */
  public void onOpen(Consumer<T> open) {
    addMouseListener(
        new MouseAdapter() {
          @Override
          public void mouseClicked(MouseEvent event) {
            int index = locationToIndex(event.getPoint());
            if (index >= 0 && getCellBounds(index, index).contains(event.getPoint())) {
              open.accept(elements.get(index));
            }
          }
        });
    Keys.focused(this, "ENTER", () -> selected().ifPresent(open));
    Keys.focused(this, "SPACE", () -> selected().ifPresent(open));
    addFocusListener(
        new FocusAdapter() {
          @Override
          public void focusGained(FocusEvent event) {
            if (selected().isEmpty() && !elements.isEmpty()) {
              setSelectedIndex(0);
            }
          }
        });
  }

  private void hover(int index) {
    if (index != hovered) {
      hovered = index;
      repaint();
    }
  }

  /** What the mark of the line under the mouse says. */
  @Override
  public @Nullable String getToolTipText(MouseEvent event) {
    int index = locationToIndex(event.getPoint());
    if (index < 0 || !getCellBounds(index, index).contains(event.getPoint())) {
      return null;
    }
    return contents.apply(elements.get(index)).mark().map(Cell.Mark::says).orElse(null);
  }

  int hovered() {
    return hovered;
  }

  /** Whether the selection changes only because the elements do. */
  public boolean isReplacing() {
    return replacing;
  }

  public void replace(List<T> with) {
    Optional<Object> selected = selected().map(key);
    replacing = true;
    for (int i = 0; i < with.size(); i++) {
      if (i < elements.size()) {
        if (!elements.get(i).equals(with.get(i))) {
          elements.set(i, with.get(i));
        }
      } else {
        elements.addElement(with.get(i));
      }
    }
    if (elements.size() > with.size()) {
      elements.removeRange(with.size(), elements.size() - 1);
    }
    selectKey(selected);
    replacing = false;
  }

  public Optional<T> selected() {
    return Optional.ofNullable(getSelectedValue());
  }

  /** Selects the element of that key, or nothing. */
  public void selectKey(Optional<Object> wanted) {
    for (int i = 0; i < elements.size() && wanted.isPresent(); i++) {
      if (key.apply(elements.get(i)).equals(wanted.get())) {
        if (getSelectedIndex() != i) {
          setSelectedIndex(i);
        }
        return;
      }
    }
    clearSelection();
  }
}
