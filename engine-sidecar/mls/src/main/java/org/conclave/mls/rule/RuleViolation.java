package org.conclave.mls.rule;

/**
 * Input from a peer broke a rule. An expected outcome: the facade turns it into a value, and the
 * state is unchanged.
 *
 * <p>The message names the rule and what broke it, and never holds a secret, plaintext or state.
 */
public final class RuleViolation extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String rule;

  public RuleViolation(Reason reason, String rule, String detail) {
    // Peers can cause this at will: a stack trace would be the dearest part of refusing them.
    super(detail, null, false, false);
    this.reason = reason;
    this.rule = rule;
  }

  /** Does not parse. */
  public static RuleViolation malformed(String section, String detail) {
    return new RuleViolation(Reason.MALFORMED, "RFC 9420 " + section, detail);
  }

  /** Parses, and breaks the rule of a section. */
  public static RuleViolation invalid(String section, String detail) {
    return new RuleViolation(Reason.INVALID, "RFC 9420 " + section, detail);
  }

  /** Needs something that this implementation does not have. */
  public static RuleViolation unsupported(String section, String detail) {
    return new RuleViolation(Reason.UNSUPPORTED, "RFC 9420 " + section, detail);
  }

  /** A ciphertext that was not made with the key it must have been made with. */
  public static RuleViolation undecryptable(String section, String detail) {
    return new RuleViolation(Reason.DECRYPTION_FAILED, "RFC 9420 " + section, detail);
  }

  public Reason reason() {
    return reason;
  }

  /** For example {@code RFC 9420 12.4.2}. */
  public String rule() {
    return rule;
  }

  /** The detail; never null. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
