package org.conclave.mls.codec;

import org.conclave.mls.rule.RuleViolation;

/** Reads one structure. Takes from the reader exactly what the structure is long. */
@FunctionalInterface
public interface Decoder<T> {
  T decode(TlsReader in) throws RuleViolation;

  /** Reads a structure that must fill its input. */
  static <T> T decodeAll(byte[] input, Decoder<T> decoder) throws RuleViolation {
    TlsReader in = new TlsReader(input);
    T value = decoder.decode(in);
    in.requireEnd();
    return value;
  }
}
