package org.conclave.ui.internal.chat;

import org.conclave.api.storage.Message;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.text.Text;

/** How far an own message has come: what its icon shows and its tooltip says. */
enum Delivery {
  /** There is nobody else in the group. */
  NOTED(Glyph.SOME, "muted"),
  /** Stored here; nobody has acknowledged it. */
  WAITING(Glyph.WAITING, "muted"),
  SOME(Glyph.SOME, "muted"),
  ALL(Glyph.ALL, "accentText");

  private final Glyph glyph;
  private final String colour;

  Delivery(Glyph glyph, String colour) {
    this.glyph = glyph;
    this.colour = colour;
  }

  static Delivery of(Message message) {
    if (message.recipients() == 0) {
      return NOTED;
    }
    if (message.received() == 0) {
      return WAITING;
    }
    return message.received() < message.recipients() ? SOME : ALL;
  }

  Glyph glyph() {
    return glyph;
  }

  String colour() {
    return colour;
  }

  String says(Message message, Text text) {
    return text.get("delivery." + name(), message.received(), message.recipients());
  }
}
