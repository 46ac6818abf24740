package org.conclave.onboarding.internal.statement;

/**
 * A statement is not what it must be. Expected: peers send anything. The message is for this
 * device's log and names the rule, never the content.
 */
public final class InvalidStatementException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Which kind of rule was broken. */
  public enum Fault {
    /** It cannot be parsed, or a field is missing, too large or out of range. */
    MALFORMED,
    /** It may be right, and this version does not know how to judge it. */
    UNSUPPORTED,
    /** A signature is missing, wrong or by the wrong key. */
    SIGNATURE,
    /** It belongs to another organisation. */
    ORGANISATION,
    /** It is signed, and rightly, by another key than it must be. */
    SIGNER,
    /** Its signer is an administrator, and may not sign this. */
    BEYOND_AUTHORITY,
    /** An invitation that the organisation signed is used by another account than it names. */
    WRONG_ACCOUNT
  }

  private final Fault fault;

  InvalidStatementException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  /** A frame or field that cannot be what it should be. */
  public static InvalidStatementException malformed(String message) {
    return new InvalidStatementException(Fault.MALFORMED, message);
  }

  public Fault fault() {
    return fault;
  }

  /** Nobody reads the trace of what a stranger sent, and it would cost more than the verdict. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
