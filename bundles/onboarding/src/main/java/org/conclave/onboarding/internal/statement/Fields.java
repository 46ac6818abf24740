package org.conclave.onboarding.internal.statement;

import com.google.protobuf.ByteString;
import java.time.Instant;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.ChainLink;

/** Rules that many statements share. */
public final class Fields {
  public static final int KEY_SIZE = 32;
  private static final int MAX_SITE = 100;

  private Fields() {}

  static Bytes exactly(int size, ByteString field, String name) throws InvalidStatementException {
    require(field.size() == size, name + " does not have " + size + " bytes");
    return Octets.of(field);
  }

  static Bytes signingKey(ByteString field, Trust trust, String name)
      throws InvalidStatementException {
    Bytes key = exactly(KEY_SIZE, field, name);
    require(trust.isSigningKey(key), name + " is no strong Ed25519 key");
    return key;
  }

  static String displayName(String field, String name) throws InvalidStatementException {
    require(DisplayName.isValid(field), name + " is not a name that may be shown");
    return field;
  }

  static void site(String site) throws InvalidStatementException {
    require(
        site.isEmpty() || site.length() <= MAX_SITE && DisplayName.isValid(site),
        "the site is not a name that may be shown");
  }

  /** Counters start at one, and all but the first name their predecessor. */
  static void link(ChainLink link) throws InvalidStatementException {
    require(link.getCounter() > 0, "the counter is not above zero");
    counter(link.getCounter());
    require(
        link.getPreviousHash().size() == (link.getCounter() == 1 ? 0 : Sha256.SIZE),
        "the hash of the previous statement does not fit the counter");
  }

  /** How many statements a signer can ever make. */
  private static final long MAX_COUNTER = 1L << 40;

  static void counter(long counter) throws InvalidStatementException {
    require(counter >= 0 && counter <= MAX_COUNTER, "a counter is out of range");
  }

  /** Seconds since 1970, up to the end of the year 9999. */
  static Instant time(long seconds) throws InvalidStatementException {
    require(seconds >= 0 && seconds <= 253_402_300_799L, "a time is out of range");
    return Instant.ofEpochSecond(seconds);
  }

  static void organisation(ByteString field, OrganisationKeys keys)
      throws InvalidStatementException {
    if (!Octets.of(field).equals(keys.id().value())) {
      throw new InvalidStatementException(Fault.ORGANISATION, "it names another organisation");
    }
  }

  static void require(boolean holds, String otherwise) throws InvalidStatementException {
    if (!holds) {
      throw new InvalidStatementException(Fault.MALFORMED, otherwise);
    }
  }
}
