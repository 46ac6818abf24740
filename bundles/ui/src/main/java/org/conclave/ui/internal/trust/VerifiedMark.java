package org.conclave.ui.internal.trust;

import org.conclave.ui.internal.list.Cell;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.text.Text;

/** The mark beside the name of somebody whose safety number was compared. */
public final class VerifiedMark {
  private static final int SIZE = 16;

  private VerifiedMark() {}

  public static Cell.Content on(Cell.Content content, boolean verified, Text text) {
    return verified
        ? content.with(new Cell.Mark(Glyph.VERIFIED.icon(SIZE, "good"), text.get("verify.mark")))
        : content;
  }
}
