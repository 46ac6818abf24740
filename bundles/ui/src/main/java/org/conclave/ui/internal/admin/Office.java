package org.conclave.ui.internal.admin;

import java.util.function.Consumer;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.work.Desk;

/**
 * What every part of administration works with.
 *
 * @param tell says what was done, or could not be, on the page itself; on the event thread
 */
record Office(Desk desk, Sheets sheets, Consumer<String> tell) {
  String say(String key, Object... arguments) {
    return desk.say(key, arguments);
  }
}
