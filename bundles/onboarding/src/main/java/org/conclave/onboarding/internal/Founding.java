package org.conclave.onboarding.internal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.organisation.Founded;
import org.conclave.api.organisation.OrganisationInfo;
import org.conclave.api.organisation.Role;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;
import org.conclave.onboarding.internal.statement.Accounts;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.OrganisationKeys;
import org.conclave.onboarding.internal.statement.Sha256;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.text.RecoveryCode;
import org.conclave.proto.org.v1.Signed;

/** Makes an organisation and its founder, within one transaction. */
final class Founding {
  private final SecureRandom random;

  Founding(SecureRandom random) {
    this.random = random;
  }

  /**
   * @param account the founder's, stored already
   * @param keys of the founder's device
   */
  Founded found(
      Transaction transaction,
      String organisationName,
      String memberName,
      SigningKey account,
      OwnKeys keys,
      Instant now)
      throws StorageException {
    try (SigningKey root = SigningKey.generate(random);
        SigningKey recovery = SigningKey.generate(random)) {
      OrganisationKeys organisation = OrganisationKeys.of(root.publicKey(), recovery.publicKey());
      Signed certificate =
          Statements.founderCertificate(
              organisation, root, account.publicKey(), memberName, ChainEnd.NONE.next(), now);
      OwnEntries entries =
          OwnEntries.ofCertificate(
              organisation,
              certificate,
              Statements.firstRecord(organisation.id(), account, keys, now));
      OnboardingStore store = new OnboardingStore(transaction);
      store.putRoot(root);
      store.putChain(
          root.publicKey(), new ChainEnd(1, Sha256.of(Octets.of(certificate.getPayload()))));
      entries.store(transaction, keys, organisation, organisationName, List.of());
      transaction
          .audit()
          .append(
              AuditEvent.of(
                  AuditEvent.Kind.ORGANISATION_FOUNDED,
                  Map.of("organisation", organisation.id().toHex(), "name", organisationName)));
      OrganisationInfo info =
          new OrganisationInfo(
              organisation.id(),
              organisationName,
              Accounts.user(account.publicKey()),
              memberName,
              DeviceId.ofPublicKey(keys.device().publicKey()),
              Role.ROOT_ADMINISTRATOR);
      return new Founded(info, RecoveryCode.of(recovery.seed()));
    }
  }
}
