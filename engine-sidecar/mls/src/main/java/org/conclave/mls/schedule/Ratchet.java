package org.conclave.mls.schedule;

import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.Reason;
import org.conclave.mls.rule.RuleViolation;

/**
 * A sender ratchet, RFC 9420 section 9.1: the next generation's secret, and the keys of generations
 * that were skipped. Immutable: taking a key gives the ratchet after it.
 */
record Ratchet(int next, Secret secret, List<Skipped> skipped) implements Encodable {
  private static final String RULE = "RFC 9420 9.1";

  /** The key of a generation whose message has not come yet. */
  record Skipped(int generation, KeyAndNonce keys) implements Encodable {
    static Skipped decode(TlsReader in) throws RuleViolation {
      return new Skipped(in.index(), new KeyAndNonce(Secret.owning(in.opaque()), in.opaque()));
    }

    @Override
    public void encode(TlsWriter out) {
      out.u32(generation).opaque(keys.key().expose()).opaque(keys.nonce());
    }
  }

  /** A key, and the ratchet without it. */
  record Taken(int generation, KeyAndNonce keys, Ratchet after) {}

  static Ratchet start(Secret secret) {
    return new Ratchet(0, secret, List.of());
  }

  static Ratchet decode(byte[] data) throws RuleViolation {
    return Decoder.decodeAll(
        data, in -> new Ratchet(in.index(), Secret.owning(in.opaque()), in.list(Skipped::decode)));
  }

  /**
   * Whether this may be a ratchet of the suite: generations below 2<sup>31</sup>, beyond which no
   * difference of two could be trusted, and all secrets as long as they are.
   */
  boolean fits(CipherSuite suite) {
    return next >= 0
        && secret.length() == suite.secretLength()
        && skipped.stream()
            .allMatch(
                key ->
                    key.generation() >= 0
                        && key.generation() < next
                        && key.keys().key().length() == suite.keyLength()
                        && key.keys().nonce().length == suite.nonceLength());
  }

  /** The key for the next message of the owner. */
  Taken takeNext(CipherSuite suite) {
    return new Taken(
        next,
        keysAt(suite, secret, next),
        new Ratchet(next + 1, advance(suite, secret, next), skipped));
  }

  /**
   * The key for a message that came.
   *
   * @throws RuleViolation REPLAYED or TOO_FAR_AHEAD
   */
  Taken take(CipherSuite suite, int generation, RatchetLimits limits) throws RuleViolation {
    if (generation >= 0 && generation < next) {
      return takeSkipped(generation);
    }
    if (generation < 0 || generation - next > limits.forward()) {
      throw new RuleViolation(
          Reason.TOO_FAR_AHEAD,
          RULE,
          "generation " + generation + " where " + next + " was expected");
    }
    List<Skipped> more = new ArrayList<>(skipped);
    Secret current = secret;
    for (int i = next; i < generation; i++) {
      more.add(new Skipped(i, keysAt(suite, current, i)));
      current = advance(suite, current, i);
    }
    int surplus = Math.max(0, more.size() - limits.skipped());
    Ratchet after =
        new Ratchet(
            generation + 1,
            advance(suite, current, generation),
            List.copyOf(more.subList(surplus, more.size())));
    return new Taken(generation, keysAt(suite, current, generation), after);
  }

  private Taken takeSkipped(int generation) throws RuleViolation {
    for (int i = 0; i < skipped.size(); i++) {
      if (skipped.get(i).generation() == generation) {
        List<Skipped> fewer = new ArrayList<>(skipped);
        KeyAndNonce keys = fewer.remove(i).keys();
        return new Taken(generation, keys, new Ratchet(next, secret, fewer));
      }
    }
    throw new RuleViolation(
        Reason.REPLAYED, RULE, "the key of generation " + generation + " is gone");
  }

  private static KeyAndNonce keysAt(CipherSuite suite, Secret secret, int generation) {
    return new KeyAndNonce(
        suite.deriveTreeSecret(secret, "key", generation, suite.keyLength()),
        suite.deriveTreeSecret(secret, "nonce", generation, suite.nonceLength()).expose());
  }

  private static Secret advance(CipherSuite suite, Secret secret, int generation) {
    return suite.deriveTreeSecret(secret, "secret", generation, suite.secretLength());
  }

  @Override
  public void encode(TlsWriter out) {
    out.u32(next).opaque(secret.expose()).list(skipped);
  }
}
