package org.conclave.onboarding.internal;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.SignatureKeyPair;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.AccountCode;
import org.conclave.api.organisation.Founded;
import org.conclave.api.organisation.Invitation;
import org.conclave.api.organisation.InvitationPreview;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.LedgerFreshness;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.SafetyNumber;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.statement.Accounts;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.onboarding.internal.text.CodeText;
import org.conclave.onboarding.internal.text.Fingerprint;
import org.conclave.proto.org.v1.InvitationToken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The organisation of one unlocked profile. One act at a time; reads do not wait for acts.
 * Everything that an act makes is one transaction, and the member's services appear after it.
 */
final class ProfileOrganisation implements Organisation, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProfileOrganisation.class);

  private final MemberSession.Surroundings around;
  private final EngineSlot engine;
  private final MemberServices services;
  private final SecureRandom random;
  private final InvitationCheck invitations;
  private final ReentrantLock acting = new ReentrantLock();
  private volatile @Nullable MemberSession session;
  private MemberServices.@Nullable Offer offer;
  private boolean closed;

  ProfileOrganisation(
      MemberSession.Surroundings around,
      EngineSlot engine,
      MemberServices services,
      SecureRandom random) {
    this.around = around;
    this.engine = engine;
    this.services = services;
    this.random = random;
    this.invitations = new InvitationCheck(around.clock());
  }

  /** Reads the profile, and offers the member's services if it belongs to an organisation. */
  void open() throws StorageException {
    acting.lock();
    try {
      enter();
    } finally {
      acting.unlock();
    }
  }

  @Override
  public Optional<OrganisationInfo> info() {
    return Optional.ofNullable(session).map(MemberSession::info);
  }

  @Override
  public AccountCode accountCode() throws OrganisationException {
    Optional<Bytes> known = existingAccount();
    Bytes account = known.isPresent() ? known.get() : act(this::makeAccount);
    return new AccountCode(CodeText.ACCOUNT.encode(account), Fingerprint.of(account));
  }

  @Override
  public Founded found(String organisationName, String memberName) throws OrganisationException {
    String organisation = Names.check(organisationName, "The organisation's name");
    String founder = Names.check(memberName, "Your name");
    return act(
        () -> {
          requireNoMember();
          try (OwnKeys keys = OwnKeys.generate(random, createIdentity())) {
            Founded founded =
                write(
                    transaction -> {
                      try (SigningKey account = account(transaction)) {
                        return new Founding(random)
                            .found(transaction, organisation, founder, account, keys, now());
                      }
                    });
            enterAfterCommit();
            log.info("Founded {}", founded.info().id());
            return founded;
          }
        });
  }

  Invitation invite(InvitationRequest request) throws OrganisationException {
    return act(
        () -> {
          OwnPlace place = member().place();
          InvitationToken wish =
              new Issuing(random).prepare(request, place.organisationName(), now());
          Invitation invitation =
              write(transaction -> new Issuing(random).sign(transaction, place, wish));
          log.info("Issued an invitation until {}", invitation.notAfter());
          return invitation;
        });
  }

  @Override
  public InvitationPreview preview(String invitationText) throws OrganisationException {
    VerifiedToken token = invitations.read(invitationText);
    invitations.usable(token, existingAccount());
    return new InvitationPreview(
        token.keys().id(),
        token.organisationName(),
        false,
        token.memberName(),
        token.role(),
        "",
        token.notAfter(),
        token.bootstrapAddresses());
  }

  @Override
  public OwnStanding join(String invitationText, String ownName) throws OrganisationException {
    VerifiedToken token = invitations.read(invitationText);
    return act(
        () -> {
          requireNoMember(token);
          invitations.usable(token, existingAccount());
          try (OwnKeys keys = OwnKeys.generate(random, createIdentity())) {
            OrganisationInfo info =
                write(
                    transaction -> {
                      try (SigningKey account = account(transaction)) {
                        return Joining.join(transaction, token, account, keys, now());
                      }
                    });
            enterAfterCommit();
            log.info("Joined {}", info.id());
            return standing();
          }
        });
  }

  @Override
  public List<Member> members() {
    MemberSession current = session;
    return current == null ? List.of() : current.members();
  }

  @Override
  public Optional<Member> member(UserId user) {
    return Optional.ofNullable(session).flatMap(current -> current.member(user));
  }

  @Override
  public void giveUpWaiting() {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public OwnStanding standing() {
    return session == null ? new OwnStanding.Outside() : new OwnStanding.Active();
  }

  @Override
  public void useHereAgain() {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public boolean isRevoked(UserId user) {
    return false;
  }

  @Override
  public SitePolicy policy() {
    return SitePolicy.DEFAULT;
  }

  @Override
  public LedgerFreshness freshness() {
    return new LedgerFreshness(LedgerFreshness.State.FRESH, Optional.empty());
  }

  @Override
  public SafetyNumber safetyNumber(UserId user) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void setVerified(UserId user, boolean verified) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Withdraws the member's services, then refuses everybody and wipes the keys. Idempotent. */
  @Override
  public void close() {
    acting.lock();
    try {
      closed = true;
      if (offer != null) {
        offer.close();
        offer = null;
      }
      MemberSession ended = session;
      session = null;
      if (ended != null) {
        ended.close();
      }
    } finally {
      acting.unlock();
    }
  }

  private void enter() throws StorageException {
    MemberSession entered = MemberSession.open(around).orElse(null);
    if (entered != null) {
      session = entered;
      offer = services.offer(entered);
      around.events().changed();
    }
  }

  /** The act is committed: a failure to go on is no failure of the act. */
  private void enterAfterCommit() {
    try {
      enter();
    } catch (StorageException | RuntimeException failure) {
      log.error("The organisation is stored but not open; lock and unlock the profile", failure);
    }
  }

  private SigningKey account(Transaction transaction) throws StorageException {
    OnboardingStore store = new OnboardingStore(transaction);
    Optional<SigningKey> known = store.account();
    if (known.isPresent()) {
      return known.get();
    }
    SigningKey made = SigningKey.generate(random);
    store.putAccount(made);
    return made;
  }

  private Bytes makeAccount() throws OrganisationException {
    return write(
        transaction -> {
          try (SigningKey key = account(transaction)) {
            return key.publicKey();
          }
        });
  }

  private Optional<Bytes> existingAccount() throws OrganisationException {
    return read(
        transaction -> {
          try (SigningKey key = new OnboardingStore(transaction).account().orElse(null)) {
            return Optional.ofNullable(key).map(SigningKey::publicKey);
          }
        });
  }

  private SignatureKeyPair createIdentity() throws OrganisationException {
    try {
      return engine.get().createIdentity();
    } catch (EngineException failure) {
      throw new OrganisationException(
          Reason.ENGINE,
          "The encryption engine did not answer, so no keys could be made. Nothing was changed."
              + " Wait a moment and try again; if it stays so, restart Conclave.",
          failure);
    }
  }

  private MemberSession member() throws OrganisationException {
    MemberSession current = session;
    if (current == null) {
      throw new OrganisationException(
          Reason.NOT_MEMBER,
          "This profile belongs to no organisation yet, so it cannot invite anybody. Create an"
              + " organisation or join one first.");
    }
    return current;
  }

  private void requireNoMember() throws OrganisationException {
    MemberSession current = session;
    if (current != null || isStoredMember()) {
      throw new OrganisationException(
          Reason.ALREADY_MEMBER,
          "This profile belongs to an organisation already. One profile belongs to one"
              + " organisation: use another profile for another one.");
    }
  }

  /** Says what an invitation means to somebody who is a member of some organisation. */
  private void requireNoMember(VerifiedToken token) throws OrganisationException {
    MemberSession current = session;
    if (current == null) {
      requireNoMember();
      return;
    }
    if (!current.place().keys().equals(token.keys())) {
      throw new OrganisationException(
          Reason.INVITATION_OF_ANOTHER_ORGANISATION,
          "This invitation is for another organisation than the one this profile belongs to."
              + " Nothing was changed. Use another profile to join it.");
    }
    Optional<VerifiedGrant> use =
        current.ledger().use(Accounts.user(token.account()), token.hash());
    Bytes ownDevice = current.membership().device().publicKey();
    boolean usedElsewhere =
        use.flatMap(VerifiedGrant::claimed)
            .filter(claim -> !claim.deviceKey().equals(ownDevice))
            .isPresent();
    if (usedElsewhere) {
      throw new OrganisationException(
          Reason.INVITATION_USED,
          "This invitation was used on another device. An invitation works once. Ask the"
              + " administrator for a new one if another person is to join.");
    }
    requireNoMember();
  }

  private boolean isStoredMember() throws OrganisationException {
    return read(transaction -> new OnboardingStore(transaction).hasPlace());
  }

  private Instant now() {
    return around.clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Something that changes the profile. */
  private interface Act<T> {
    T run() throws OrganisationException;
  }

  private <T> T act(Act<T> act) throws OrganisationException {
    acting.lock();
    try {
      if (closed) {
        throw new OrganisationException(
            Reason.STORAGE, "The profile is locked. Nothing was changed. Unlock it and try again.");
      }
      return act.run();
    } finally {
      acting.unlock();
    }
  }

  private <T> T write(Storage.Work<T, OrganisationException> work) throws OrganisationException {
    try {
      return around.storage().write(work);
    } catch (StorageException failure) {
      throw storage(failure);
    }
  }

  private <T> T read(Storage.Work<T, OrganisationException> work) throws OrganisationException {
    try {
      return around.storage().read(work);
    } catch (StorageException failure) {
      throw storage(failure);
    }
  }

  private static OrganisationException storage(StorageException failure) {
    return new OrganisationException(
        Reason.STORAGE,
        "The profile could not be read or written, so nothing was changed. " + failure.getMessage(),
        failure);
  }
}
