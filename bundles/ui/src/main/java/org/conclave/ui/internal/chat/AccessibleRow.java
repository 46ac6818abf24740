package org.conclave.ui.internal.chat;

import java.util.Locale;
import javax.accessibility.Accessible;
import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.accessibility.AccessibleState;
import javax.accessibility.AccessibleStateSet;
import org.conclave.ui.internal.text.Text;
import org.jspecify.annotations.Nullable;

/** One message, as a screen reader has it: who, when, what, and how far it has come. */
final class AccessibleRow extends AccessibleContext implements Accessible {
  private final Timeline timeline;
  private final Row row;

  AccessibleRow(Timeline timeline, Row row, Text text) {
    this.timeline = timeline;
    this.row = row;
    setAccessibleParent(timeline);
    String said =
        row.author() + ", " + text.time(row.message().sentAt()) + ": " + row.message().text();
    setAccessibleName(String.join(" ", row.notes()) + (row.notes().isEmpty() ? "" : " ") + said);
    if (row.message().own()) {
      setAccessibleDescription(Delivery.of(row.message()).says(row.message(), text));
    }
  }

  @Override
  public AccessibleContext getAccessibleContext() {
    return this;
  }

  @Override
  public AccessibleRole getAccessibleRole() {
    return AccessibleRole.LABEL;
  }

  @Override
  public AccessibleStateSet getAccessibleStateSet() {
    AccessibleStateSet states =
        new AccessibleStateSet(new AccessibleState[] {AccessibleState.ENABLED});
    if (timeline.selected() == row.index()) {
      states.add(AccessibleState.SELECTED);
    }
    return states;
  }

  @Override
  public int getAccessibleIndexInParent() {
    return row.index();
  }

  @Override
  public int getAccessibleChildrenCount() {
    return 0;
  }

  @Override
  public @Nullable Accessible getAccessibleChild(int index) {
    return null;
  }

  @Override
  public Locale getLocale() {
    return timeline.getLocale();
  }
}
