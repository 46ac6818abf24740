package org.conclave.onboarding.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.organisation.Role;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.statement.Accounts;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.Roles;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.onboarding.internal.text.CodeText;
import org.conclave.onboarding.internal.text.UnreadableTextException;
import org.conclave.proto.org.v1.Authority;
import org.conclave.proto.org.v1.InvitationToken;
import org.conclave.proto.org.v1.Signed;

/** Issues invitations with the root key. */
final class Issuing {
  private final SecureRandom random;

  Issuing(SecureRandom random) {
    this.random = random;
  }

  /**
   * Everything of the invitation but what only the organisation's keys add.
   *
   * @throws OrganisationException INVALID_ACCOUNT_CODE, INVALID_NAME, NOT_ADMINISTRATOR for a role
   *     that nobody can give
   * @throws IllegalArgumentException if the validity or an address is not what the request allows
   */
  InvitationToken prepare(InvitationRequest request, String organisationName, Instant now)
      throws OrganisationException {
    checkBounds(request);
    if (request.role() == Role.ROOT_ADMINISTRATOR) {
      throw new OrganisationException(
          Reason.NOT_ADMINISTRATOR,
          "Nobody can be invited as root administrator: that is whoever holds the root key. Choose"
              + " another role.");
    }
    String name = Names.check(request.memberName(), "The member's name");
    byte[] tokenId = new byte[VerifiedToken.ID_SIZE];
    random.nextBytes(tokenId);
    Instant from = now.truncatedTo(ChronoUnit.SECONDS);
    return InvitationToken.newBuilder()
        .setTokenId(Octets.toProto(Bytes.wrap(tokenId)))
        .setBoundAccountKey(Octets.toProto(account(request.account().orElseThrow())))
        .setRole(Roles.toProto(request.role()))
        .setNotBefore(from.minus(VerifiedToken.BACKDATED).getEpochSecond())
        .setNotAfter(from.plus(request.validity()).getEpochSecond())
        .addAllBootstrapAddresses(request.bootstrapAddresses())
        .setOrganisationName(organisationName)
        .setMemberName(name)
        .build();
  }

  /**
   * Signs and numbers what {@link #prepare} made.
   *
   * @throws OrganisationException NOT_ADMINISTRATOR if this profile does not hold the root key
   */
  Invitation sign(Transaction transaction, OwnPlace place, InvitationToken wish)
      throws OrganisationException, StorageException {
    OnboardingStore store = new OnboardingStore(transaction);
    try (SigningKey root = store.root().orElseThrow(Issuing::notAdministrator)) {
      ChainEnd end = store.chain().orElse(ChainEnd.NONE);
      Signed token =
          Statements.token(
              place.keys(),
              root,
              wish.toBuilder().setAuthority(Authority.newBuilder().setLink(end.next())).build());
      store.putChain(end.after(token));
      return new Invitation(
          Octets.of(wish.getTokenId()),
          CodeText.INVITATION.encode(Bytes.wrap(token.toByteArray())),
          false,
          wish.getMemberName(),
          Instant.ofEpochSecond(wish.getNotAfter()),
          Invitation.State.WAITING,
          Optional.empty());
    }
  }

  private static void checkBounds(InvitationRequest request) {
    Duration validity = request.validity();
    if (validity.toSeconds() < 1 || validity.compareTo(VerifiedToken.MAX_VALIDITY) > 0) {
      throw new IllegalArgumentException("an invitation is valid for at most 90 days");
    }
    if (request.bootstrapAddresses().size() > VerifiedToken.MAX_ADDRESSES
        || !request.bootstrapAddresses().stream().allMatch(VerifiedToken::isAddress)) {
      throw new IllegalArgumentException(
          "bootstrap addresses are at most 16 multiaddrs that end in /p2p and a peer id");
    }
  }

  private static Bytes account(String code) throws OrganisationException {
    try {
      Bytes account = CodeText.ACCOUNT.decode(code);
      if (!Accounts.isKey(account)) {
        throw new OrganisationException(
            Reason.INVALID_ACCOUNT_CODE,
            "The key in this account code is not one that Conclave makes, and nobody can prove to"
                + " own it. Nothing was issued. Ask the newcomer for the code that Conclave"
                + " shows.");
      }
      return account;
    } catch (UnreadableTextException unreadable) {
      throw new OrganisationException(
          Reason.INVALID_ACCOUNT_CODE,
          "This is not a whole account code. "
              + unreadable.getMessage()
              + " Ask the newcomer to send it again, from CONCLAVEID1: to its last character.",
          unreadable);
    }
  }

  private static OrganisationException notAdministrator() {
    return new OrganisationException(
        Reason.NOT_ADMINISTRATOR,
        "Only an administrator who holds the organisation's root key can invite, and this profile"
            + " does not hold it. Send the newcomer's account code to your administrator.");
  }
}
