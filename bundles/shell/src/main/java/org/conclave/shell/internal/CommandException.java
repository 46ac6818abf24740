package org.conclave.shell.internal;

/** A command was not carried out; code for scripts, message for people. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  CommandException(String code, String message) {
    super(message);
    this.code = code;
  }

  static CommandException usage(String message) {
    return new CommandException("USAGE", message);
  }

  static CommandException unavailable(String message) {
    return new CommandException("UNAVAILABLE", message);
  }

  String code() {
    return code;
  }
}
