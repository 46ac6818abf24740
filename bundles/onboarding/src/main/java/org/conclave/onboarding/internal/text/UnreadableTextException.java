package org.conclave.onboarding.internal.text;

/**
 * A text is not what it should be. The message is a sentence for a person: what is wrong with it.
 */
public final class UnreadableTextException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableTextException(String message) {
    super(message);
  }
}
