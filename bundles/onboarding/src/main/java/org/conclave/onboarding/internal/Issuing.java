package org.conclave.onboarding.internal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.organisation.Role;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.statement.Accounts;
import org.conclave.onboarding.internal.statement.DelegationTerms;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.OrganisationKeys;
import org.conclave.onboarding.internal.statement.Roles;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.StatementKind;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.onboarding.internal.text.CodeText;
import org.conclave.onboarding.internal.text.UnreadableTextException;
import org.conclave.proto.org.v1.InvitationText;
import org.conclave.proto.org.v1.InvitationToken;
import org.conclave.proto.org.v1.Signed;

/** Issues invitations. */
final class Issuing {
  private static final String NUMBER = "number";

  private final SecureRandom random;

  Issuing(SecureRandom random) {
    this.random = random;
  }

  /** What an administrator chose, checked. */
  record Wish(InvitationToken.Builder token, Optional<Bytes> account, String note) {}

  /**
   * Everything of the invitation but what only the signer adds.
   *
   * @throws OrganisationException INVALID_ACCOUNT_CODE, INVALID_NAME, BEYOND_AUTHORITY for a role
   *     that nobody can give
   * @throws IllegalArgumentException if the validity or an address is not what the request allows
   */
  Wish prepare(InvitationRequest request, String organisationName, Instant now)
      throws OrganisationException {
    checkBounds(request);
    if (request.role() == Role.ROOT_ADMINISTRATOR) {
      throw new OrganisationException(
          Reason.BEYOND_AUTHORITY,
          "Nobody can be invited as root administrator: that is whoever holds the root key. Choose"
              + " another role.");
    }
    Optional<Bytes> account =
        request.account().isPresent()
            ? Optional.of(account(request.account().get()))
            : Optional.empty();
    String name =
        account.isPresent() || !request.memberName().isBlank()
            ? Names.check(request.memberName(), "The member's name")
            : "";
    byte[] tokenId = new byte[VerifiedToken.ID_SIZE];
    random.nextBytes(tokenId);
    Instant from = now.truncatedTo(ChronoUnit.SECONDS);
    InvitationToken.Builder token =
        InvitationToken.newBuilder()
            .setVersion(VerifiedToken.VERSION)
            .setTokenId(Octets.toProto(Bytes.wrap(tokenId)))
            .setRole(Roles.toProto(request.role()))
            .setSite(Names.site(request.site()))
            .setNotBefore(from.minus(VerifiedToken.BACKDATED).getEpochSecond())
            .setNotAfter(from.plus(request.validity()).getEpochSecond())
            .setMaxUses(1)
            .addAllBootstrapAddresses(request.bootstrapAddresses())
            .setOrganisationName(organisationName);
    if (account.isPresent()) {
      token.setBoundAccountKey(Octets.toProto(account.get())).setMemberName(name);
    }
    return new Wish(token, account, name);
  }

  /** Whether a delegate's right is enough for the wish. */
  static boolean fits(DelegationTerms terms, Wish wish, Ledger ledger, int used) {
    Role role = Roles.ofValid(wish.token().getRole());
    boolean site = terms.site().isEmpty() || terms.site().equals(wish.token().getSite());
    boolean time = !Instant.ofEpochSecond(wish.token().getNotAfter()).isAfter(terms.notAfter());
    int next = Math.max(used, ledger.organisation().highestNumber(terms.hash())) + 1;
    return terms.roles().contains(role) && site && time && next <= terms.quota();
  }

  /** How many invitations this profile has issued by right of a delegation. */
  static int used(Transaction transaction, DelegationTerms terms) throws StorageException {
    return new OnboardingStore(transaction)
        .find(NUMBER, terms.hash())
        .map(bytes -> bytes.asByteBuffer().getInt())
        .orElse(0);
  }

  /** Signs what {@link #prepare} made, and keeps it among those that were issued. */
  Invitation sign(
      Transaction transaction,
      OrganisationKeys organisation,
      Ledger ledger,
      Signatory signatory,
      Wish wish,
      Instant now)
      throws StorageException {
    InvitationToken.Builder token =
        wish.token()
            .setOrgId(Octets.toProto(organisation.id().value()))
            .setRootPublicKey(Octets.toProto(organisation.root()))
            .setRecoveryPublicKey(Octets.toProto(organisation.recovery()))
            .setAuthority(signatory.authority());
    if (signatory.terms().isPresent()) {
      token.setNumber(takeNumber(transaction, ledger, signatory.terms().get()));
    }
    InvitationText.Builder text = InvitationText.newBuilder();
    if (wish.account().isEmpty()) {
      try (SigningKey invite = SigningKey.generate(random)) {
        token.setInvitePublicKey(Octets.toProto(invite.publicKey()));
        text.setInviteSeed(Octets.toProto(Bytes.wrap(invite.seed().toByteArray())));
      }
    }
    Signed signed = signatory.sign(StatementKind.TOKEN, token.build());
    signatory.store(transaction);
    Issued issued = new Issued(now, wish.note(), text.setToken(signed).build());
    issued.store(transaction);
    transaction
        .audit()
        .append(
            AuditEvent.of(
                AuditEvent.Kind.INVITATION_ISSUED,
                Map.of(
                    "invitation", issued.token().hash().toHex(),
                    "open", String.valueOf(issued.token().isOpen()),
                    "name", wish.note(),
                    "role", issued.token().role().name(),
                    "until", issued.token().notAfter().toString())));
    return issued.invitation(ledger, now);
  }

  private static int takeNumber(Transaction transaction, Ledger ledger, DelegationTerms terms)
      throws StorageException {
    int number =
        Math.max(used(transaction, terms), ledger.organisation().highestNumber(terms.hash())) + 1;
    Bytes value = Bytes.wrap(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    new OnboardingStore(transaction).put(NUMBER, terms.hash(), value);
    return number;
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
}
