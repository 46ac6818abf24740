package org.conclave.ui.internal.chat;

import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.MouseEvent;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import javax.accessibility.Accessible;
import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;
import javax.swing.ToolTipManager;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * The history of one conversation, of any length: only the rows in view are laid out and painted,
 * and their pages are asked for when they come near. It scrolls itself, because heights of rows
 * above the view become known late and what is looked at must not move. On the event thread.
 */
final class Timeline extends JComponent implements Accessible {
  private static final long serialVersionUID = 1L;
  private static final int ESTIMATE = 44;
  private static final int AHEAD = RowCache.PAGE / 2;
  private static final int PASSES = 4;

  private final transient Text text;
  private final transient Clock clock;
  private final transient RowCache rows = new RowCache();
  private final transient HeightIndex heights = new HeightIndex();
  private final transient Set<Integer> asked = new HashSet<>();
  private transient IntConsumer pages = page -> {};
  private transient Runnable moved = () -> {};
  private transient @Nullable RowShaper shaper;
  private transient @Nullable RowPainter painter;
  private transient Telling telling = Telling.NOTHING;
  private transient List<String> tail = List.of();
  private int tailHeight;
  private long scroll;
  private boolean atEnd = true;
  private int unreadFrom = -1;
  private int selected = -1;

  Timeline(Text text, Clock clock) {
    this.text = text;
    this.clock = clock;
    setName("timeline");
    setOpaque(true);
    setFocusable(true);
    Parts.ground(this, "conversation");
    updateUI();
    ToolTipManager.sharedInstance().registerComponent(this);
    addComponentListener(
        new ComponentAdapter() {
          @Override
          public void componentResized(ComponentEvent event) {
            settle();
          }
        });
    TimelineKeys.install(this, text);
  }

  @Override
  public void removeNotify() {
    ToolTipManager.sharedInstance().unregisterComponent(this);
    super.removeNotify();
  }

  @Override
  public void updateUI() {
    setFont(javax.swing.UIManager.getFont("defaultFont"));
    setForeground(javax.swing.UIManager.getColor("Label.foreground"));
    setBackground(javax.swing.UIManager.getColor("Conclave.conversation"));
    shaper = null;
    painter = null;
    if (text != null && heights.size() > 0) {
      forgetRows();
    }
  }

  /** How rows for this component are laid out. */
  RowShaper shaper() {
    RowShaper known = shaper;
    if (known == null) {
      known = new RowShaper(this, text);
      shaper = known;
      painter = new RowPainter(this, known, text, clock);
    }
    return known;
  }

  /**
   * @param pages is told of pages that are needed, each once until it was put or forgotten
   * @param moved is called when the view or the length of the history changed
   */
  void connect(IntConsumer pages, Runnable moved) {
    this.pages = pages;
    this.moved = moved;
  }

  /**
   * Shows a history of {@code count} messages from its end.
   *
   * @param unread how many of the last were not seen before
   */
  void open(int count, List<Row> newest, int unread, Telling told) {
    telling = told;
    rows.clear();
    asked.clear();
    heights.reset(count, ESTIMATE);
    unreadFrom = unread > 0 && unread <= count ? count - unread : -1;
    selected = -1;
    atEnd = true;
    rows.put(newest);
    newest.forEach(row -> heights.set(row.index(), heightOf(row)));
    settle();
  }

  /** Puts rows that were asked for, or that are new at the end. */
  void put(List<Row> arrived) {
    keepInPlace(
        () -> {
          for (Row row : arrived) {
            while (heights.size() <= row.index()) {
              heights.append(ESTIMATE);
            }
            rows.put(row);
            heights.set(row.index(), heightOf(row));
            asked.remove(row.index() / RowCache.PAGE);
          }
        });
    settle();
  }

  /** A message of the history whose delivery changed. */
  void replace(org.conclave.api.storage.Message message) {
    Row row = rows.get(telling.index(message));
    if (row != null) {
      rows.put(row.with(message));
      repaint();
    }
  }

  /** Reads all rows again, with other names or notes. */
  void tell(Telling told) {
    telling = told;
    forgetRows();
  }

  /** Reads all rows again: a name or the font changed. */
  void forgetRows() {
    rows.clear();
    asked.clear();
    settle();
  }

  /** A page could not be read; it is asked for again when it is next in view. */
  void failed(int page) {
    asked.remove(page);
  }

  int count() {
    return heights.size();
  }

  boolean isAtEnd() {
    return atEnd;
  }

  long total() {
    return heights.total() + tailHeight;
  }

  long position() {
    return scroll;
  }

  void scrollBy(long distance) {
    scrollTo(scroll + distance);
  }

  void scrollTo(long position) {
    long limited = Math.max(0, Math.min(position, lowest()));
    atEnd = limited >= lowest();
    if (limited != scroll) {
      scroll = limited;
      settle();
    }
  }

  void scrollToEnd() {
    atEnd = true;
    unreadFrom = -1;
    settle();
  }

  private long lowest() {
    return Math.max(0, total() - getHeight());
  }

  /** What is below the newest message, as far as that message is known. */
  private void layOutTail() {
    Row newest = heights.size() == 0 ? null : rows.get(heights.size() - 1);
    if (newest != null) {
      tail = shaper().noteLines(telling.below(newest.message()), getWidth());
    } else if (heights.size() == 0) {
      tail = List.of();
    }
    tailHeight = shaper().noteHeight(tail);
  }

  List<String> tail() {
    return tail;
  }

  private int heightOf(Row row) {
    return row.height() + (row.index() == unreadFrom ? RowPainter.UNREAD_MARK : 0);
  }

  /** Does {@code change} such that the first row in view that is known stays where it is. */
  private void keepInPlace(Runnable change) {
    int anchor = heights.size() == 0 ? 0 : heights.rowAt(scroll);
    int last = heights.size() == 0 ? 0 : heights.rowAt(scroll + getHeight());
    while (anchor < last && rows.get(anchor) == null) {
      anchor++;
    }
    long offset = heights.top(anchor) - scroll;
    change.run();
    scroll = heights.top(anchor) - offset;
  }

  /** Lays out what is in view, asks for what is near, and then tells and paints. */
  private void settle() {
    if (getWidth() > 0 && heights.size() > 0) {
      layOutTail();
      for (int pass = 0; pass < PASSES && layOutView(); pass++) {
        keepWithin();
      }
      keepWithin();
      ask();
    }
    moved.run();
    repaint();
  }

  private void keepWithin() {
    scroll = atEnd ? lowest() : Math.max(0, Math.min(scroll, lowest()));
  }

  private boolean layOutView() {
    keepWithin();
    boolean[] changed = {false};
    keepInPlace(
        () -> {
          int first = heights.rowAt(scroll);
          long y = heights.top(first);
          for (int i = first; i < heights.size() && y < scroll + getHeight(); i++) {
            Row row = rows.get(i);
            if (row != null && row.width() != getWidth()) {
              row = shaper().at(row, getWidth());
              rows.put(row);
            }
            if (row != null && heights.get(i) != heightOf(row)) {
              heights.set(i, heightOf(row));
              changed[0] = true;
            }
            y += heights.get(i);
          }
        });
    return changed[0];
  }

  private void ask() {
    int first = Math.max(0, heights.rowAt(scroll) - AHEAD);
    int last = Math.min(heights.size() - 1, heights.rowAt(scroll + getHeight()) + AHEAD);
    for (int page = first / RowCache.PAGE; page <= last / RowCache.PAGE; page++) {
      int begin = Math.max(first, page * RowCache.PAGE);
      int end = Math.min(last, page * RowCache.PAGE + RowCache.PAGE - 1);
      if ((rows.get(begin) == null || rows.get(end) == null) && asked.add(page)) {
        pages.accept(page);
      }
    }
  }

  private int offset() {
    return (int) Math.max(0, getHeight() - total());
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    graphics.setColor(getBackground());
    graphics.fillRect(0, 0, getWidth(), getHeight());
    if (heights.size() == 0) {
      return;
    }
    shaper();
    RowPainter paints = painter;
    if (paints == null) {
      return;
    }
    Graphics2D g = (Graphics2D) graphics.create();
    Rectangle clip = g.getClipBounds();
    int first = heights.rowAt(scroll + clip.y - offset());
    int y = (int) (heights.top(first) - scroll) + offset();
    for (int i = first; i < heights.size() && y < clip.y + clip.height; i++) {
      Row row = rows.get(i);
      if (row == null) {
        paints.placeholder(g, i, y, heights.get(i));
      } else {
        paints.paint(g, row, y, clip, i == unreadFrom, i == selected);
      }
      y += heights.get(i);
      if (i == heights.size() - 1) {
        paints.notes(g, tail, y);
      }
    }
    g.dispose();
  }

  Optional<Row> rowAt(int y) {
    if (heights.size() == 0 || y < offset()) {
      return Optional.empty();
    }
    return row(heights.rowAt(scroll + y - offset()));
  }

  Optional<Row> row(int index) {
    return index < 0 || index >= heights.size()
        ? Optional.empty()
        : Optional.ofNullable(rows.get(index));
  }

  int selected() {
    return selected;
  }

  /** Selects a message and brings it into view. */
  void select(int index) {
    if (heights.size() == 0) {
      return;
    }
    selected = Math.max(-1, Math.min(index, heights.size() - 1));
    if (selected >= 0) {
      long top = heights.top(selected);
      if (top < scroll) {
        scrollTo(top);
      } else if (top + heights.get(selected) > scroll + getHeight()) {
        scrollTo(top + heights.get(selected) - getHeight());
      }
    }
    repaint();
  }

  @Override
  public @Nullable String getToolTipText(MouseEvent event) {
    if (event.getX() < getWidth() - RowShaper.TEXT_RIGHT) {
      return null;
    }
    return rowAt(event.getY())
        .map(Row::message)
        .filter(org.conclave.api.storage.Message::own)
        .map(message -> Delivery.of(message).says(message, text))
        .orElse(null);
  }

  @Override
  public Dimension getMinimumSize() {
    return new Dimension(0, 0);
  }

  @Override
  public AccessibleContext getAccessibleContext() {
    if (accessibleContext == null) {
      accessibleContext = new AccessibleHistory();
    }
    return accessibleContext;
  }

  /** A list of messages, as a screen reader has it. */
  private final class AccessibleHistory extends AccessibleJComponent {
    private static final long serialVersionUID = 1L;

    @Override
    public AccessibleRole getAccessibleRole() {
      return AccessibleRole.LIST;
    }

    @Override
    public String getAccessibleName() {
      return text.get("timeline");
    }

    @Override
    public int getAccessibleChildrenCount() {
      return heights.size();
    }

    @Override
    public @Nullable Accessible getAccessibleChild(int index) {
      return row(index).map(row -> new AccessibleRow(Timeline.this, row, text)).orElse(null);
    }
  }
}
