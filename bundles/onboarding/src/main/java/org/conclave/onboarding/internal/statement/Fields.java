package org.conclave.onboarding.internal.statement;

import com.google.protobuf.ByteString;
import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.ChainLink;

/** Rules that many statements share. */
final class Fields {
  static final int KEY_SIZE = 32;
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
    require(
        link.getPreviousHash().size() == (link.getCounter() == 1 ? 0 : Sha256.SIZE),
        "the hash of the previous statement does not fit the counter");
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
