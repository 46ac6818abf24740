package org.conclave.onboarding.internal;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.organisation.AccountMaterial;
import org.conclave.api.organisation.AccountSummary;
import org.conclave.api.organisation.AccountTransfer;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OrganisationException.Reason;
import org.conclave.api.organisation.Role;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.EntryReader;
import org.conclave.onboarding.internal.statement.Fields;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.OrganisationKeys;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedGrant;
import org.conclave.onboarding.internal.statement.VerifiedRecord;
import org.jspecify.annotations.Nullable;

/** The account's way out of this profile, and into it. */
final class ProfileTransfer implements AccountTransfer {
  private static final int BACKUP_ID_SIZE = 16;

  private final Passage passage;
  private final EngineSlot engine;
  private final SecureRandom random;

  /** What a backup holds, verified and found to belong together. */
  private record Verified(
      OrganisationKeys keys,
      VerifiedGrant grant,
      VerifiedRecord record,
      List<VerifiedEntry> statements,
      boolean holdsRoot) {}

  ProfileTransfer(Passage passage, EngineSlot engine, SecureRandom random) {
    this.passage = passage;
    this.engine = engine;
    this.random = random;
  }

  @Override
  public AccountMaterial material() throws OrganisationException {
    MemberSession session = passage.requireTaking();
    byte[] backupId = new byte[BACKUP_ID_SIZE];
    random.nextBytes(backupId);
    OrganisationKeys keys = session.place().keys();
    return passage.read(
        transaction -> {
          OnboardingStore store = new OnboardingStore(transaction);
          SecretBytes account = store.account().orElseThrow().seed();
          Optional<SecretBytes> root = store.root().map(SigningKey::seed);
          return new AccountMaterial(
              account,
              root,
              keys.root().concat(keys.recovery()),
              session.place().organisationName(),
              session.place().bootstrapAddresses(),
              session.place().grant(),
              session.place().record().orElseThrow(),
              statements(session.ledger()),
              session.ledger().head(),
              Bytes.wrap(backupId));
        });
  }

  /** What the organisation has decided, and who its administrators are. */
  private static List<Bytes> statements(Ledger ledger) {
    List<Bytes> statements = new ArrayList<>();
    ledger.organisation().decisions().forEach(entry -> statements.add(entry.bytes()));
    ledger.organisation().beacons().forEach(entry -> statements.add(entry.bytes()));
    for (Standing standing : ledger.standings()) {
      boolean administrator =
          standing.grant().role() != Role.MEMBER
              || !ledger.delegations(standing.grant().user()).isEmpty();
      if (administrator) {
        statements.add(standing.grant().bytes());
        standing.record().ifPresent(record -> statements.add(record.bytes()));
      }
    }
    return statements;
  }

  @Override
  public AccountSummary inspect(AccountMaterial material) throws OrganisationException {
    return summary(material, verify(material));
  }

  @Override
  public AccountSummary restore(
      AccountMaterial material, Storage.Work<@Nullable Void, StorageException> alongside)
      throws OrganisationException {
    Verified verified = verify(material);
    return passage.act(
        () -> {
          passage.requireNoMember();
          try (OwnKeys keys = engine.newKeys(random)) {
            passage.write(
                transaction -> {
                  OnboardingStore store = new OnboardingStore(transaction);
                  try (SigningKey account = SigningKey.ofSeed(material.accountKey().copy())) {
                    store.putAccount(account);
                  }
                  if (verified.holdsRoot()) {
                    try (SigningKey root =
                        SigningKey.ofSeed(material.rootKey().orElseThrow().copy())) {
                      store.putRoot(root);
                    }
                  }
                  store.putKeys(keys);
                  store.putBackupId(material.backupId());
                  store.putPlace(
                      new OwnPlace(
                          verified.keys(),
                          material.organisationName(),
                          material.bootstrapAddresses(),
                          verified.grant().bytes(),
                          Optional.empty(),
                          new Phase.Restoring()));
                  for (VerifiedEntry entry : verified.statements()) {
                    transaction.ledger().add(entry.hash(), entry.bytes());
                  }
                  alongside.in(transaction);
                  return true;
                });
            passage.enter();
            return summary(material, verified);
          }
        });
  }

  private static Verified verify(AccountMaterial material) throws OrganisationException {
    if (material.founding().size() != 2 * Fields.KEY_SIZE
        || material.backupId().size() != BACKUP_ID_SIZE) {
      throw damaged(null);
    }
    OrganisationKeys keys =
        OrganisationKeys.of(
            material.founding().slice(0, Fields.KEY_SIZE),
            material.founding().slice(Fields.KEY_SIZE, 2 * Fields.KEY_SIZE));
    EntryReader reader = new EntryReader(keys);
    try (SigningKey account = SigningKey.ofSeed(material.accountKey().copy())) {
      if (!(reader.verify(UnverifiedEntry.parse(material.grant())) instanceof VerifiedGrant grant)
          || !(reader.verify(UnverifiedEntry.parse(material.record()))
              instanceof VerifiedRecord record)
          || !grant.account().equals(account.publicKey())
          || !record.account().equals(account.publicKey())) {
        throw damaged(null);
      }
      List<VerifiedEntry> statements = new ArrayList<>(List.of(grant, record));
      for (Bytes entry : material.statements()) {
        statements.add(reader.verify(UnverifiedEntry.parse(entry)));
      }
      Ledger ledger = new Ledger(keys);
      ledger.merge(ledger.stage(statements));
      return new Verified(keys, grant, record, statements, holdsRoot(material, ledger));
    } catch (InvalidStatementException | IllegalArgumentException broken) {
      throw damaged(broken);
    }
  }

  private static boolean holdsRoot(AccountMaterial material, Ledger ledger) {
    if (material.rootKey().isEmpty()) {
      return false;
    }
    try (SigningKey root = SigningKey.ofSeed(material.rootKey().get().copy())) {
      return ledger.isRootKey(root.publicKey());
    }
  }

  private static AccountSummary summary(AccountMaterial material, Verified verified) {
    return new AccountSummary(
        verified.keys().id(),
        material.organisationName(),
        verified.grant().user(),
        verified.grant().memberName(),
        verified.grant().role(),
        verified.holdsRoot());
  }

  private static OrganisationException damaged(@Nullable Exception cause) {
    String message =
        "What is in this backup does not belong together, so nothing was restored. Use another"
            + " copy of it, or an older backup.";
    return cause == null
        ? new OrganisationException(Reason.BACKUP_DAMAGED, message)
        : new OrganisationException(Reason.BACKUP_DAMAGED, message, cause);
  }
}
