package org.conclave.api.engine;

/**
 * Why input from a peer was refused. The state is unchanged.
 *
 * @param rule e.g. "RFC 9420 12.4.2"
 * @param detail for a developer's log; holds no secret and no plaintext
 */
public record Rejection(Code code, String rule, String detail) {
  /** The kinds of bad input. */
  public enum Code {
    MALFORMED,
    INVALID,
    DECRYPTION_FAILED,
    /** Its key was used already. */
    REPLAYED,
    TOO_FAR_AHEAD,
    UNSUPPORTED,
    UNKNOWN_PSK,
    NOT_FOR_US
  }
}
