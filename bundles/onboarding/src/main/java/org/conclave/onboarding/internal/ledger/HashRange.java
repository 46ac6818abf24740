package org.conclave.onboarding.internal.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.Sha256;

/** Hashes from {@code first} to {@code last}, both inclusive. */
record HashRange(Bytes first, Bytes last) {
  static final HashRange ALL = new HashRange(filled(0), filled(0xff));

  /** So many parts at most, that together are this range, with about as many of {@code sorted}. */
  List<HashRange> divided(List<Bytes> sorted, int parts) {
    int size = Math.max(1, (sorted.size() + parts - 1) / parts);
    List<HashRange> ranges = new ArrayList<>();
    Bytes from = first;
    for (int next = size; next < sorted.size(); next += size) {
      ranges.add(new HashRange(from, step(sorted.get(next), BigInteger.ONE.negate())));
      from = sorted.get(next);
    }
    ranges.add(new HashRange(from, last));
    return ranges;
  }

  boolean contains(Bytes hash) {
    return hash.size() == Sha256.SIZE && first.compareTo(hash) <= 0 && hash.compareTo(last) <= 0;
  }

  /** The hash just above {@code hash}, which is not the highest. */
  static Bytes after(Bytes hash) {
    return step(hash, BigInteger.ONE);
  }

  private static Bytes step(Bytes hash, BigInteger by) {
    byte[] number = new BigInteger(1, hash.toByteArray()).add(by).toByteArray();
    byte[] bytes = new byte[Sha256.SIZE];
    int length = Math.min(number.length, bytes.length);
    System.arraycopy(number, number.length - length, bytes, bytes.length - length, length);
    return Bytes.wrap(bytes);
  }

  private static Bytes filled(int value) {
    byte[] bytes = new byte[Sha256.SIZE];
    Arrays.fill(bytes, (byte) value);
    return Bytes.wrap(bytes);
  }
}
