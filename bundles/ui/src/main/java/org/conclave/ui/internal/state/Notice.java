package org.conclave.ui.internal.state;

/**
 * Something that a banner says.
 *
 * @param key names what happened; one banner a key
 * @param happened what happened
 * @param meaning what it means and what to do
 * @param dismissible whether the person may put it away: it is about the past
 */
public record Notice(
    String key, Severity severity, String happened, String meaning, boolean dismissible) {
  /** How bad it is. */
  public enum Severity {
    WARNING,
    DANGER
  }
}
