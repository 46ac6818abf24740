package org.conclave.ui.internal.admin;

import org.conclave.ui.internal.look.Glyph;

/** The pages of administration. */
enum Section {
  MEMBERS(Glyph.PEOPLE),
  REQUESTS(Glyph.REQUEST),
  INVITATIONS(Glyph.INVITATION),
  POLICY(Glyph.POLICY),
  CONTRADICTIONS(Glyph.WARNING),
  RECOVERY(Glyph.KEY),
  AUDIT(Glyph.LOG);

  private final Glyph glyph;

  Section(Glyph glyph) {
    this.glyph = glyph;
  }

  Glyph glyph() {
    return glyph;
  }
}
