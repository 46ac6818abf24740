package org.conclave.onboarding.internal.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.Role;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;
import org.conclave.proto.org.v1.InvitationToken;
import org.conclave.proto.org.v1.Signed;

/**
 * An invitation that the root key or a delegate signed. Its times are in order but not compared
 * with any clock: whoever uses it does that.
 *
 * @param keys of the organisation, whose id they make
 * @param hash SHA-256 of the payload
 * @param use who may use it
 * @param number which one of a delegate's invitations it is, from 1; 0 for a root key's
 */
public record VerifiedToken(
    Signed source,
    OrganisationKeys keys,
    Bytes hash,
    Bytes tokenId,
    Use use,
    Role role,
    String site,
    Instant notBefore,
    Instant notAfter,
    List<String> bootstrapAddresses,
    String organisationName,
    String memberName,
    Authority authority,
    int number) {
  public static final int VERSION = 1;
  public static final int ID_SIZE = 16;
  public static final Duration MAX_VALIDITY = Duration.ofDays(90);
  public static final int MAX_ADDRESSES = 16;
  private static final int MAX_ADDRESS = 256;

  /** How far before its making an invitation begins, so that clocks may differ a little. */
  public static final Duration BACKDATED = Duration.ofHours(1);

  /** Who may use an invitation. */
  public sealed interface Use {
    /** One account. */
    record Bound(Bytes account) implements Use {}

    /** Whoever holds the seed of {@code inviteKey}, once an administrator has confirmed it. */
    record Open(Bytes inviteKey) implements Use {}
  }

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
    Authority authority = Authority.read(token.getAuthority(), keys, trust);
    StatementKind.TOKEN.verify(signed, trust, authority.signer());
    if (token.getVersion() != VERSION) {
      throw new InvalidStatementException(
          Fault.UNSUPPORTED, "its version is " + token.getVersion());
    }
    VerifiedToken verified = check(signed, trust, token, keys, authority);
    verified.checkAuthority();
    return verified;
  }

  private static VerifiedToken check(
      Signed signed, Trust trust, InvitationToken token, OrganisationKeys keys, Authority authority)
      throws InvalidStatementException {
    if (token.getMaxUses() != 1) {
      throw new InvalidStatementException(Fault.UNSUPPORTED, "it is for several people");
    }
    Use use = use(token, trust);
    int policy = token.getPolicyHash().size();
    Fields.require(policy == 0 || policy == Sha256.SIZE, "the policy hash has a wrong size");
    Fields.site(token.getSite());
    Fields.require(
        isPeriod(token.getNotBefore(), token.getNotAfter()), "it is valid for no possible time");
    for (String address : token.getBootstrapAddressesList()) {
      Fields.require(isAddress(address), "a bootstrap address is no multiaddr with /p2p");
    }
    Fields.require(token.getBootstrapAddressesCount() <= MAX_ADDRESSES, "too many addresses");
    return new VerifiedToken(
        signed,
        keys,
        Sha256.of(Octets.of(signed.getPayload())),
        Fields.exactly(ID_SIZE, token.getTokenId(), "the token id"),
        use,
        Roles.ofInvitation(token.getRole()),
        token.getSite(),
        Instant.ofEpochSecond(token.getNotBefore()),
        Instant.ofEpochSecond(token.getNotAfter()),
        token.getBootstrapAddressesList(),
        Fields.displayName(token.getOrganisationName(), "the organisation's name"),
        use instanceof Use.Bound
            ? Fields.displayName(token.getMemberName(), "the member's name")
            : "",
        authority,
        token.getNumber());
  }

  private static Use use(InvitationToken token, Trust trust) throws InvalidStatementException {
    boolean open = token.getBoundAccountKey().isEmpty();
    Fields.require(
        open != token.getInvitePublicKey().isEmpty(), "it is neither bound nor open, or both");
    if (!open) {
      return new Use.Bound(
          Fields.signingKey(token.getBoundAccountKey(), trust, "the bound account key"));
    }
    Fields.require(token.getMemberName().isEmpty(), "an open invitation names nobody");
    return new Use.Open(Fields.signingKey(token.getInvitePublicKey(), trust, "the invite key"));
  }

  private void checkAuthority() throws InvalidStatementException {
    authority.checkGrant(role, site);
    authority.checkTime(notAfter);
    authority.checkNumber(number);
  }

  /** The account that it is bound to; empty for an open one. */
  public Optional<Bytes> account() {
    return use instanceof Use.Bound bound ? Optional.of(bound.account()) : Optional.empty();
  }

  public boolean isOpen() {
    return use instanceof Use.Open;
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
