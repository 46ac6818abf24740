package org.conclave.onboarding.internal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.StatementKind;
import org.conclave.onboarding.internal.statement.SuccessionTerms;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedSuccession;
import org.conclave.onboarding.internal.text.RecoveryCode;
import org.conclave.onboarding.internal.text.RecoveryShares;
import org.conclave.onboarding.internal.text.UnreadableTextException;
import org.conclave.proto.org.v1.ChainLink;
import org.conclave.proto.org.v1.RootSuccession;
import org.conclave.proto.org.v1.Signed;
import org.jspecify.annotations.Nullable;

/** Replaces the root key by the recovery key, and splits the recovery key. */
final class Succession {
  private final Passage passage;
  private final SecureRandom random;

  Succession(Passage passage, SecureRandom random) {
    this.passage = passage;
    this.random = random;
  }

  void succeed(String typed) throws OrganisationException {
    passage.act(
        () -> {
          MemberSession session = passage.requireTaking();
          try (SigningKey recovery = read(typed);
              SigningKey root = SigningKey.generate(random)) {
            if (!recovery.publicKey().equals(session.place().keys().recovery())) {
              throw wrong("It is the recovery code of another organisation.", null);
            }
            session
                .keeper()
                .<VerifiedEntry, OrganisationException>decide(
                    ledger -> commit(session, ledger, recovery, root));
            session.rights().rootChanged();
            passage.around().events().changed();
            return true;
          } catch (StorageException failure) {
            throw Passage.storage(failure);
          }
        });
  }

  private VerifiedEntry commit(
      MemberSession session, Ledger ledger, SigningKey recovery, SigningKey root)
      throws StorageException {
    Bytes before = ledger.rootKey();
    Optional<ChainEnd> own =
        passage
            .around()
            .storage()
            .read(transaction -> new OnboardingStore(transaction).chain(before));
    long through =
        Math.max(
            ledger.organisation().highestCounter(before), own.map(ChainEnd::counter).orElse(0L));
    Optional<SuccessionTerms> last = last(ledger);
    Instant now = passage.around().clock().instant();
    RootSuccession succession =
        RootSuccession.newBuilder()
            .setOrgId(Octets.toProto(session.place().keys().id().value()))
            .setNewRootKey(Octets.toProto(root.publicKey()))
            .setStatementsThrough(through)
            .setLink(
                ChainLink.newBuilder()
                    .setCounter(last.map(SuccessionTerms::counter).orElse(0L) + 1)
                    .setPreviousHash(
                        Octets.toProto(last.map(SuccessionTerms::hash).orElse(Bytes.EMPTY))))
            .setIssuedAt(now.getEpochSecond())
            .build();
    Signed signed = StatementKind.SUCCESSION.sign(succession, recovery, root);
    VerifiedEntry entry = verified(session, signed);
    Ledger.Staged staged = ledger.stage(List.of(entry));
    session.keeper().commit(staged, transaction -> new OnboardingStore(transaction).putRoot(root));
    session.announce(staged.fresh());
    return entry;
  }

  private static Optional<SuccessionTerms> last(Ledger ledger) {
    return ledger.organisation().decisions().stream()
        .filter(VerifiedSuccession.class::isInstance)
        .map(entry -> ((VerifiedSuccession) entry).terms())
        .max(Comparator.comparingLong(SuccessionTerms::counter));
  }

  private static VerifiedEntry verified(MemberSession session, Signed signed) {
    try {
      return session.keeper().reader().verify(UnverifiedEntry.of(signed));
    } catch (InvalidStatementException own) {
      throw new IllegalStateException("peers would refuse what this device signed", own);
    }
  }

  /** From the code itself, or from shares, one a line. */
  private static SigningKey read(String typed) throws OrganisationException {
    try {
      return SigningKey.ofSeed(
          RecoveryShares.looksLike(typed)
              ? RecoveryShares.combine(typed.strip().lines().toList())
              : RecoveryCode.read(typed));
    } catch (UnreadableTextException unreadable) {
      throw wrong(String.valueOf(unreadable.getMessage()), unreadable);
    }
  }

  List<String> split(String recoveryCode, int threshold, int count) throws OrganisationException {
    try (SigningKey recovery = SigningKey.ofSeed(RecoveryCode.read(recoveryCode))) {
      Optional<MemberSession> session = passage.session();
      boolean foreign =
          session
              .filter(own -> !own.place().keys().recovery().equals(recovery.publicKey()))
              .isPresent();
      if (foreign) {
        throw wrong("It is the recovery code of another organisation.", null);
      }
      return RecoveryShares.split(recovery.seed(), threshold, count, random);
    } catch (UnreadableTextException unreadable) {
      throw wrong(String.valueOf(unreadable.getMessage()), unreadable);
    }
  }

  private static OrganisationException wrong(String what, @Nullable Exception cause) {
    String message =
        "This cannot replace the root key. "
            + what
            + " Nothing was changed. Compare it with what was written down, character by"
            + " character.";
    return cause == null
        ? new OrganisationException(Reason.RECOVERY_CODE, message)
        : new OrganisationException(Reason.RECOVERY_CODE, message, cause);
  }
}
