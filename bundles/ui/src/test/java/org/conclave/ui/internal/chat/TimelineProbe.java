package org.conclave.ui.internal.chat;

import java.util.List;
import java.util.Optional;
import javax.swing.JComponent;
import org.conclave.api.storage.Message;

/** Looks into a timeline on behalf of tests in other packages. */
public final class TimelineProbe {
  private final Timeline timeline;

  private TimelineProbe(Timeline timeline) {
    this.timeline = timeline;
  }

  public static TimelineProbe of(JComponent component) {
    return new TimelineProbe((Timeline) component);
  }

  /** A message that is loaded. */
  public record Seen(Message message, List<String> notes) {}

  public int count() {
    return timeline.count();
  }

  public Optional<Seen> row(int index) {
    return timeline.row(index).map(row -> new Seen(row.message(), row.notes()));
  }

  /** The lines below the newest message. */
  public String tail() {
    return String.join(" ", timeline.tail());
  }

  public boolean isAtEnd() {
    return timeline.isAtEnd();
  }

  public boolean isViewLoaded() {
    return timeline.rowAt(10).isPresent() && timeline.rowAt(timeline.getHeight() - 10).isPresent();
  }
}
