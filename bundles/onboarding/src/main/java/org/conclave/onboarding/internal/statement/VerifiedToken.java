package org.conclave.onboarding.internal.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.Role;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.InvitationToken;
import org.conclave.proto.org.v1.Signed;

/**
 * A bound invitation whose root key signed it. Its times are in order but not compared with any
 * clock: whoever uses it does that.
 *
 * @param keys of the organisation, whose id they make
 * @param hash SHA-256 of the payload
 * @param account the key that may use it
 * @param counter the place in the root key's chain
 */
public record VerifiedToken(
    Signed source,
    OrganisationKeys keys,
    Bytes hash,
    Bytes tokenId,
    Bytes account,
    Role role,
    Instant notBefore,
    Instant notAfter,
    List<String> bootstrapAddresses,
    String organisationName,
    String memberName,
    long counter) {
  public static final int VERSION = 1;
  public static final int ID_SIZE = 16;
  public static final Duration MAX_VALIDITY = Duration.ofDays(90);
  public static final int MAX_ADDRESSES = 16;
  private static final int MAX_ADDRESS = 256;

  /** How far before its making an invitation begins, so that clocks may differ a little. */
  public static final Duration BACKDATED = Duration.ofHours(1);

  public VerifiedToken {
    bootstrapAddresses = List.copyOf(bootstrapAddresses);
  }

  /** A token of any organisation: it names the root key that signed it. */
  public static VerifiedToken read(Signed signed, Trust trust) throws InvalidStatementException {
    Bytes payload = StatementKind.TOKEN.payload(signed);
    InvitationToken token = parse(payload);
    OrganisationKeys keys =
        OrganisationKeys.of(
            Fields.signingKey(token.getRootPublicKey(), trust, "the root key"),
            Fields.signingKey(token.getRecoveryPublicKey(), trust, "the recovery key"));
    Fields.organisation(token.getOrgId(), keys);
    StatementKind.TOKEN.verify(signed, trust, keys.root());
    if (token.getVersion() != VERSION) {
      throw new InvalidStatementException(
          Fault.UNSUPPORTED, "its version is " + token.getVersion());
    }
    return check(signed, trust, token, keys, Sha256.of(payload));
  }

  private static VerifiedToken check(
      Signed signed, Trust trust, InvitationToken token, OrganisationKeys keys, Bytes hash)
      throws InvalidStatementException {
    if (token.getAuthority().hasRight()
        || !token.getInvitePublicKey().isEmpty()
        || token.getMaxUses() != 1) {
      throw new InvalidStatementException(
          Fault.UNSUPPORTED, "it is delegated, open, or for several people");
    }
    int policy = token.getPolicyHash().size();
    Fields.require(policy == 0 || policy == Sha256.SIZE, "the policy hash has a wrong size");
    Fields.site(token.getSite());
    Fields.link(token.getAuthority().getLink());
    Fields.require(
        isPeriod(token.getNotBefore(), token.getNotAfter()), "it is valid for no possible time");
    for (String address : token.getBootstrapAddressesList()) {
      Fields.require(isAddress(address), "a bootstrap address is no multiaddr with /p2p");
    }
    Fields.require(token.getBootstrapAddressesCount() <= MAX_ADDRESSES, "too many addresses");
    return new VerifiedToken(
        signed,
        keys,
        hash,
        Fields.exactly(ID_SIZE, token.getTokenId(), "the token id"),
        Fields.signingKey(token.getBoundAccountKey(), trust, "the bound account key"),
        Roles.ofInvitation(token.getRole()),
        Instant.ofEpochSecond(token.getNotBefore()),
        Instant.ofEpochSecond(token.getNotAfter()),
        token.getBootstrapAddressesList(),
        Fields.displayName(token.getOrganisationName(), "the organisation's name"),
        Fields.displayName(token.getMemberName(), "the member's name"),
        token.getAuthority().getLink().getCounter());
  }

  private static boolean isPeriod(long notBefore, long notAfter) {
    long longest = MAX_VALIDITY.plus(BACKDATED).toSeconds();
    return notBefore >= 0 && notAfter > notBefore && notAfter - notBefore <= longest;
  }

  /** Whether this could be a multiaddr with /p2p: printable, bounded, of the right form. */
  public static boolean isAddress(String address) {
    return address.length() <= MAX_ADDRESS
        && address.startsWith("/")
        && address.contains("/p2p/")
        && address.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static InvitationToken parse(Bytes payload) throws InvalidStatementException {
    try {
      return InvitationToken.parseFrom(payload.asByteBuffer());
    } catch (InvalidProtocolBufferException broken) {
      throw new InvalidStatementException(Fault.MALFORMED, "the token cannot be parsed");
    }
  }
}
