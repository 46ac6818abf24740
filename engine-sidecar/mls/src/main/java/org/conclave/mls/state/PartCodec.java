package org.conclave.mls.state;

import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.rule.StateMismatchException;

/**
 * What the codecs of all parts share: a format number first, and damage reported as the caller's
 * fault.
 */
final class PartCodec {
  static final int FORMAT = 1;

  private PartCodec() {}

  static <T> T decode(String part, byte[] data, Decoder<T> decoder) {
    try {
      return Decoder.decodeAll(
          data,
          in -> {
            requireFormat(part, in);
            return decoder.decode(in);
          });
    } catch (RuleViolation e) {
      throw new StateMismatchException("part " + part + " of the state cannot be read", e);
    }
  }

  private static void requireFormat(String part, TlsReader in) throws RuleViolation {
    int format = in.u8();
    if (format != FORMAT) {
      throw new StateMismatchException("part " + part + " of the state has format " + format);
    }
  }
}
