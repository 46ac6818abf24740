package org.conclave.onboarding.internal;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.AccountCode;
import org.conclave.api.organisation.Founded;
import org.conclave.api.organisation.InvitationPreview;
import org.conclave.api.organisation.LedgerFreshness;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.SafetyNumber;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.statement.Accounts;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.onboarding.internal.text.CodeText;
import org.conclave.onboarding.internal.text.Fingerprint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The organisation of one unlocked profile, as its member sees it. Thread-safe. */
final class ProfileOrganisation implements Organisation {
  private static final Logger log = LoggerFactory.getLogger(ProfileOrganisation.class);

  private final Passage passage;
  private final EngineSlot engine;
  private final SecureRandom random;
  private final InvitationCheck invitations;
  private final Verification verification;

  ProfileOrganisation(Passage passage, EngineSlot engine, SecureRandom random) {
    this.passage = passage;
    this.engine = engine;
    this.random = random;
    this.invitations = new InvitationCheck(passage.around().clock());
    this.verification = new Verification(passage);
  }

  @Override
  public Optional<OrganisationInfo> info() {
    return passage.taking().map(MemberSession::info);
  }

  @Override
  public AccountCode accountCode() throws OrganisationException {
    Optional<Bytes> known = existingAccount();
    Bytes account = known.isPresent() ? known.get() : passage.act(this::makeAccount);
    return new AccountCode(CodeText.ACCOUNT.encode(account), Fingerprint.of(account));
  }

  @Override
  public Founded found(String organisationName, String memberName) throws OrganisationException {
    String organisation = Names.check(organisationName, "The organisation's name");
    String founder = Names.check(memberName, "Your name");
    return passage.act(
        () -> {
          passage.requireNoMember();
          try (OwnKeys keys = newKeys()) {
            Founded founded =
                passage.write(
                    transaction -> {
                      try (SigningKey account = account(transaction)) {
                        return new Founding(random)
                            .found(transaction, organisation, founder, account, keys, now());
                      }
                    });
            passage.enter();
            log.info("Founded {}", founded.info().id());
            return founded;
          }
        });
  }

  @Override
  public InvitationPreview preview(String invitationText) throws OrganisationException {
    try (ReadInvitation invitation = invitations.read(invitationText)) {
      VerifiedToken token = invitation.token();
      invitations.usable(token, existingAccount());
      return new InvitationPreview(
          token.keys().id(),
          token.organisationName(),
          token.isOpen(),
          token.memberName(),
          token.role(),
          token.site(),
          token.notAfter(),
          token.bootstrapAddresses());
    }
  }

  @Override
  public OwnStanding join(String invitationText, String ownName) throws OrganisationException {
    try (ReadInvitation invitation = invitations.read(invitationText)) {
      VerifiedToken token = invitation.token();
      String name = token.isOpen() ? Names.check(ownName, "Your name") : token.memberName();
      return passage.act(
          () -> {
            requireNoMember(token);
            invitations.usable(token, existingAccount());
            try (OwnKeys keys = newKeys()) {
              passage.write(
                  transaction -> {
                    try (SigningKey account = account(transaction)) {
                      if (token.isOpen()) {
                        Joining.claim(transaction, invitation, name, account, keys, now());
                      } else {
                        Joining.join(transaction, token, account, keys, now());
                      }
                      return true;
                    }
                  });
              passage.enter();
              log.info("Accepted an invitation to {}", token.keys().id());
              return passage.standing();
            }
          });
    }
  }

  @Override
  public void giveUpWaiting() throws OrganisationException {
    passage.act(
        () -> {
          OwnStanding now = passage.standing();
          if (!(now instanceof OwnStanding.Waiting) && !(now instanceof OwnStanding.Restoring)) {
            throw new OrganisationException(
                Reason.NOT_MEMBER,
                "Nothing waits here that could be taken back. Nothing was changed.");
          }
          passage.leave();
          return true;
        });
  }

  @Override
  public OwnStanding standing() {
    return passage.standing();
  }

  @Override
  public void useHereAgain() throws OrganisationException {
    passage.act(
        () -> {
          if (!(passage.standing() instanceof OwnStanding.Locked locked)
              || locked.reason() == OwnStanding.Locked.Reason.REVOKED) {
            throw new OrganisationException(
                Reason.NOT_MEMBER,
                "Only a device that was locked because another one took its place can be used"
                    + " again. Nothing was changed.");
          }
          try (OwnKeys keys = newKeys()) {
            passage.write(
                transaction -> {
                  OnboardingStore store = new OnboardingStore(transaction);
                  store.putKeys(keys);
                  store.putPlace(
                      store.place().orElseThrow().with(Optional.empty(), new Phase.Restoring()));
                  return true;
                });
          }
          passage.enter();
          return true;
        });
  }

  @Override
  public List<Member> members() {
    return passage.taking().map(MemberSession::members).orElse(List.of());
  }

  @Override
  public Optional<Member> member(UserId user) {
    return passage.taking().flatMap(current -> current.member(user));
  }

  @Override
  public boolean isRevoked(UserId user) {
    return passage
        .session()
        .flatMap(current -> current.ledger().standing(user))
        .filter(standing -> !standing.isMember())
        .isPresent();
  }

  @Override
  public SitePolicy policy() {
    return passage.session().map(MemberSession::policy).orElse(SitePolicy.DEFAULT);
  }

  @Override
  public LedgerFreshness freshness() {
    return passage
        .taking()
        .map(MemberSession::freshness)
        .orElse(new LedgerFreshness(LedgerFreshness.State.FRESH, Optional.empty()));
  }

  @Override
  public SafetyNumber safetyNumber(UserId user) throws OrganisationException {
    return verification.safetyNumber(user);
  }

  @Override
  public void setVerified(UserId user, boolean verified) throws OrganisationException {
    verification.setVerified(user, verified);
  }

  /** Says what an invitation means to somebody who is a member of some organisation. */
  private void requireNoMember(VerifiedToken token) throws OrganisationException {
    MemberSession current = passage.session().orElse(null);
    if (current == null) {
      passage.requireNoMember();
      return;
    }
    if (!current.place().keys().equals(token.keys())) {
      throw new OrganisationException(
          Reason.INVITATION_OF_ANOTHER_ORGANISATION,
          "This invitation is for another organisation than the one this profile belongs to."
              + " Nothing was changed. Use another profile to join it.");
    }
    Optional<VerifiedGrant> use =
        token
            .account()
            .flatMap(account -> current.ledger().use(Accounts.user(account), token.hash()));
    Bytes ownDevice = current.membership().device().publicKey();
    boolean usedElsewhere =
        use.flatMap(VerifiedGrant::claimed)
            .filter(claim -> !claim.deviceKey().equals(ownDevice))
            .isPresent();
    if (usedElsewhere || token.isOpen() && current.ledger().closing(token.hash()).isPresent()) {
      throw new OrganisationException(
          Reason.INVITATION_USED,
          "This invitation was used on another device. An invitation works once. Ask the"
              + " administrator for a new one if another person is to join.");
    }
    if (current.ledger().tokenRevocation(token.hash(), token.authority()).isPresent()) {
      throw new OrganisationException(
          Reason.INVITATION_REVOKED,
          "The organisation has taken this invitation back. It cannot be used any more. Ask the"
              + " administrator for a new one.");
    }
    passage.requireNoMember();
  }

  private OwnKeys newKeys() throws OrganisationException {
    return engine.newKeys(random);
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
    return passage.write(
        transaction -> {
          try (SigningKey key = account(transaction)) {
            return key.publicKey();
          }
        });
  }

  private Optional<Bytes> existingAccount() throws OrganisationException {
    return passage.read(
        transaction -> {
          try (SigningKey key = new OnboardingStore(transaction).account().orElse(null)) {
            return Optional.ofNullable(key).map(SigningKey::publicKey);
          }
        });
  }

  private Instant now() {
    return passage.around().clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
