package org.conclave.launcher.headless;

/**
 * A command was not carried out, or the process that was to do it is gone; the message says what it
 * answered.
 */
public final class CommandFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  public CommandFailed(String code, String message) {
    super(message);
    this.code = code;
  }

  /** As the command answered it, or ENDED. */
  public String code() {
    return code;
  }
}
