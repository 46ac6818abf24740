package org.conclave.ui.internal.state;

import org.jspecify.annotations.Nullable;

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
  /**
   * By what is said. Written out because the equality that the compiler makes for a record leaves a
   * component's class in a cache of the JVM, and with it the bundle's class loader.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Notice that
        && key.equals(that.key)
        && happened.equals(that.happened)
        && meaning.equals(that.meaning);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  /** How bad it is. */
  public enum Severity {
    WARNING,
    DANGER
  }
}
