package org.conclave.onboarding.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.organisation.SafetyNumber;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.Sha256;
import org.conclave.onboarding.internal.text.CodeText;
import org.conclave.onboarding.internal.text.Fingerprint;

/**
 * Safety numbers, and the marks of those that were compared. A mark belongs to an account key:
 * another device of the same account keeps it, another account never gets it.
 */
final class Verification {
  private static final String VERIFIED = "verified";
  private static final Bytes DOMAIN = Bytes.utf8("conclave/safety/1");

  private final Passage passage;

  Verification(Passage passage) {
    this.passage = passage;
  }

  SafetyNumber safetyNumber(UserId user) throws OrganisationException {
    Bytes own = passage.requireTaking().identity().account();
    Bytes other = account(user);
    List<Bytes> keys = Stream.of(own, other).sorted(Comparator.naturalOrder()).toList();
    boolean verified =
        passage.read(
            transaction -> new OnboardingStore(transaction).find(VERIFIED, other).isPresent());
    Bytes both = Sha256.of(DOMAIN, keys.get(0), keys.get(1));
    return new SafetyNumber(
        Fingerprint.ofPair(keys.get(0), keys.get(1)), CodeText.SAFETY.encode(both), verified);
  }

  void setVerified(UserId user, boolean verified) throws OrganisationException {
    Bytes other = account(user);
    passage.write(
        transaction -> {
          OnboardingStore store = new OnboardingStore(transaction);
          if (verified) {
            store.put(VERIFIED, other, Bytes.wrap(new byte[] {1}));
          } else {
            store.delete(VERIFIED, other);
          }
          return true;
        });
    passage.around().events().changed();
  }

  private Bytes account(UserId user) throws OrganisationException {
    Optional<Standing> standing = passage.requireTaking().ledger().standing(user);
    return standing
        .map(found -> found.grant().account())
        .orElseThrow(
            () ->
                new OrganisationException(
                    Reason.NO_SUCH_MEMBER,
                    "This person is not a member of the organisation, so there is nothing to"
                        + " compare."));
  }
}
