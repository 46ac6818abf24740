package org.conclave.onboarding.internal.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.Sha256;

/** Hashes from {@code first} to {@code last}, both inclusive. */
record HashRange(Bytes first, Bytes last) {
  private static final Bytes LOWEST = filled(0);
  private static final Bytes HIGHEST = filled(0xff);

  /** Ranges that cover all possible hashes, each with at most {@code size} of {@code sorted}. */
  static List<HashRange> covering(List<Bytes> sorted, int size) {
    List<HashRange> ranges = new ArrayList<>();
    Bytes first = LOWEST;
    for (int next = size; next < sorted.size(); next += size) {
      ranges.add(new HashRange(first, before(sorted.get(next))));
      first = sorted.get(next);
    }
    ranges.add(new HashRange(first, HIGHEST));
    return ranges;
  }

  boolean contains(Bytes hash) {
    return hash.size() == Sha256.SIZE && first.compareTo(hash) <= 0 && hash.compareTo(last) <= 0;
  }

  /** The hash just below; never asked for the lowest, since it follows at least one other. */
  private static Bytes before(Bytes hash) {
    byte[] number = new BigInteger(1, hash.toByteArray()).subtract(BigInteger.ONE).toByteArray();
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
