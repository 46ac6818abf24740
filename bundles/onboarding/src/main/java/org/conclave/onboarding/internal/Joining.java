package org.conclave.onboarding.internal;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.OpenClaim;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.Trust;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.proto.org.v1.Signed;
import org.conclave.proto.wire.v1.Redemption;

/** Uses an invitation, within one transaction. */
final class Joining {
  private Joining() {}

  /** By a bound one: a member from now on. */
  static void join(
      Transaction transaction, VerifiedToken token, SigningKey account, OwnKeys keys, Instant now)
      throws StorageException {
    Signed claim = Statements.claim(token, account, keys, "", Optional.empty());
    OwnEntries entries =
        OwnEntries.ofRedemption(
            token.keys(),
            Redemption.newBuilder().setToken(token.source()).setClaim(claim).build(),
            Statements.firstRecord(token.keys().id(), account, keys, now));
    entries.store(
        transaction, keys, token.keys(), token.organisationName(), token.bootstrapAddresses());
    record(transaction, token);
  }

  /** By an open one: nothing but a claim, until an administrator has confirmed it. */
  static void claim(
      Transaction transaction,
      ReadInvitation invitation,
      String ownName,
      SigningKey account,
      OwnKeys keys,
      Instant now)
      throws StorageException {
    VerifiedToken token = invitation.token();
    try (SigningKey invite = invitation.inviteKey().orElseThrow()) {
      Redemption redemption =
          Redemption.newBuilder()
              .setToken(token.source())
              .setClaim(Statements.claim(token, account, keys, ownName, Optional.of(invite)))
              .build();
      OpenClaim claim = OpenClaim.read(redemption, token.keys(), Trust.NONE);
      Signed record = Statements.firstRecord(token.keys().id(), account, keys, now);
      Bytes first = OwnEntries.verified(token.keys(), record).bytes();
      OnboardingStore store = new OnboardingStore(transaction);
      store.putKeys(keys);
      store.putPlace(
          new OwnPlace(
              token.keys(),
              token.organisationName(),
              token.bootstrapAddresses(),
              claim.source().bytes(),
              Optional.of(first),
              new Phase.Waiting()));
      record(transaction, token);
    } catch (InvalidStatementException own) {
      throw new IllegalStateException("peers would refuse what this device signed", own);
    }
  }

  private static void record(Transaction transaction, VerifiedToken token) throws StorageException {
    transaction
        .audit()
        .append(
            AuditEvent.of(
                AuditEvent.Kind.INVITATION_REDEEMED,
                Map.of(
                    "invitation", token.hash().toHex(),
                    "organisation", token.keys().id().toHex(),
                    "open", String.valueOf(token.isOpen()))));
  }
}
