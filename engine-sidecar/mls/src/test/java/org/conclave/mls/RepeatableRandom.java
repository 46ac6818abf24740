package org.conclave.mls;

import java.security.SecureRandom;
import java.util.Random;

/**
 * The same octets in every run, so that what was once an input to the fuzzers' group is one to the
 * next run's as well. Safe to share between threads.
 */
final class RepeatableRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final Random octets = new Random(9420);

  @Override
  public synchronized void nextBytes(byte[] bytes) {
    octets.nextBytes(bytes);
  }
}
