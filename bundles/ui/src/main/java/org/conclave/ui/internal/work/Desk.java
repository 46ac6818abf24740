package org.conclave.ui.internal.work;

import java.time.Clock;
import org.conclave.ui.internal.text.Text;

/**
 * What every part of the window works with.
 *
 * @param refresh reads the situation anew, soon; from any thread
 */
public record Desk(
    Services services,
    Background background,
    Text text,
    Clock clock,
    SecretClipboard clipboard,
    Verifications verifications,
    Runnable refresh) {
  public String say(String key, Object... arguments) {
    return text.get(key, arguments);
  }
}
