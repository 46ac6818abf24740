package org.conclave.persistence.internal.seal;

/** A profile header cannot be read. */
public final class HeaderException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    DAMAGED,
    TOO_NEW
  }

  private final Kind kind;

  HeaderException(Kind kind, String message) {
    super("profile header: " + message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
