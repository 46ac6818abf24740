package org.conclave.migration.internal;

import com.nulabinc.zxcvbn.WipeableString;
import com.nulabinc.zxcvbn.Zxcvbn;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.migration.Strength;

/**
 * How hard a passphrase is to guess, as zxcvbn estimates it (ADR 13). Nothing leaves the process
 * and nothing is kept: what can be wiped is. The substrings that zxcvbn looks up in its word lists
 * are Strings, and stay in memory until they are collected. Thread-safe.
 *
 * <p>The bounds are in guesses. One guess costs 256 MiB and three passes of Argon2id, so that
 * somebody who can afford a hundred graphics cards makes some 10,000 a second: 10^9 last a day,
 * 10^11 months, 10^14 centuries.
 */
final class PassphraseMeter {
  private static final double FAIR = 1e9;
  private static final double GOOD = 1e11;
  private static final double STRONG = 1e14;

  /** The estimate's time grows faster than its input; what is longer is only harder to guess. */
  private static final int MEASURED = 72;

  /** The word lists are some 10 MB in memory and are needed for minutes in a year. */
  private SoftReference<Zxcvbn> estimator = new SoftReference<>(null);

  Strength strength(SecretBytes passphrase) {
    byte[] utf8 = passphrase.toByteArray();
    CharBuffer text = CharBuffer.allocate(0);
    try {
      text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
      return strength(text);
    } finally {
      Arrays.fill(utf8, (byte) 0);
      if (text.hasArray()) {
        Arrays.fill(text.array(), '\0');
      }
    }
  }

  private Strength strength(CharBuffer text) {
    WipeableString measured =
        new WipeableString(text.subSequence(0, Math.min(text.length(), MEASURED)));
    com.nulabinc.zxcvbn.Strength estimate = estimator().measure(measured);
    try {
      return of(estimate.getGuesses());
    } finally {
      estimate.wipe();
      measured.wipe();
    }
  }

  private static Strength of(double guesses) {
    if (guesses < FAIR) {
      return Strength.WEAK;
    }
    if (guesses < GOOD) {
      return Strength.FAIR;
    }
    return guesses < STRONG ? Strength.GOOD : Strength.STRONG;
  }

  private synchronized Zxcvbn estimator() {
    Zxcvbn present = estimator.get();
    if (present == null) {
      present = new Zxcvbn();
      estimator = new SoftReference<>(present);
    }
    return present;
  }
}
