package org.conclave.onboarding.internal;

import java.time.Instant;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.statement.Accounts;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.proto.wire.v1.Redemption;

/** Uses an invitation, within one transaction. */
final class Joining {
  private Joining() {}

  static OrganisationInfo join(
      Transaction transaction, VerifiedToken token, SigningKey account, OwnKeys keys, Instant now)
      throws StorageException {
    Redemption redemption =
        Redemption.newBuilder()
            .setToken(token.source())
            .setClaim(Statements.claim(token, account, keys))
            .build();
    OwnEntries entries =
        OwnEntries.ofRedemption(
            token.keys(),
            redemption,
            Statements.firstRecord(token.keys().id(), account, keys, now));
    entries.store(
        transaction, keys, token.keys(), token.organisationName(), token.bootstrapAddresses());
    return new OrganisationInfo(
        token.keys().id(),
        token.organisationName(),
        Accounts.user(account.publicKey()),
        token.memberName(),
        DeviceId.ofPublicKey(keys.device().publicKey()),
        token.role());
  }
}
