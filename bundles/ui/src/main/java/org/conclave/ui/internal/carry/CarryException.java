package org.conclave.ui.internal.carry;

/** What was handed over holds no code that can be read. Nothing was changed. */
public final class CarryException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** More than {@link CarriedText#PICTURE_BYTES} or {@link CarriedText#PICTURE_PIXELS}. */
    TOO_LARGE,
    /** A picture in which no QR code was found. */
    NO_CODE,
    /** Neither a text nor a PNG or JPEG picture. */
    UNKNOWN_KIND,
    /** The file could not be read. */
    FILE
  }

  private final Reason reason;

  CarryException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  CarryException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
