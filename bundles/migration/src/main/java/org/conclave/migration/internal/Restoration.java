package org.conclave.migration.internal;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.ImportOutcome;
import org.conclave.api.migration.BackupSummary;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.organisation.AccountSummary;
import org.conclave.api.organisation.AccountTransfer;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.migration.internal.BackupContent.BackedUpConversation;

/**
 * Opens a backup, and puts what is in it into the profile: the account, the conversations, the
 * messages and the entry in the audit log in one transaction.
 */
final class Restoration {
  private static final int READ = 10;
  private static final int OPENED = 900;
  static final int VERIFIED = 920;

  private final Supplier<OwnStanding> standing;
  private final AccountTransfer transfer;
  private final CurrentEngine engine;

  Restoration(Supplier<OwnStanding> standing, AccountTransfer transfer, CurrentEngine engine) {
    this.standing = standing;
    this.transfer = transfer;
    this.engine = engine;
  }

  BackupSummary inspect(Path file, SecretBytes passphrase, Progress progress)
      throws MigrationException {
    progress.at(0);
    Bytes sealed = BackupFile.read(file);
    progress.at(READ);
    try (BackupContent content = open(sealed, passphrase, progress)) {
      AccountSummary account = transfer.inspect(content.account());
      progress.done();
      return summary(account, content, sealed.size());
    } catch (OrganisationException e) {
      throw Export.interruptedOr(Refusals.of(e));
    }
  }

  BackupSummary restore(Path file, SecretBytes passphrase, Progress progress)
      throws MigrationException {
    if (!(standing.get() instanceof OwnStanding.Outside)) {
      throw Refusals.alreadyMember();
    }
    progress.at(0);
    Bytes sealed = BackupFile.read(file);
    progress.at(READ);
    try (BackupContent content = open(sealed, passphrase, progress)) {
      AccountSummary verified = transfer.inspect(content.account());
      progress.at(VERIFIED);
      AccountSummary account =
          transfer.restore(content.account(), new Alongside(verified, content, progress));
      progress.done();
      return summary(account, content, sealed.size());
    } catch (OrganisationException e) {
      throw Export.interruptedOr(Refusals.of(e));
    }
  }

  private BackupContent open(Bytes sealed, SecretBytes passphrase, Progress progress)
      throws MigrationException {
    if (passphrase.size() == 0 || passphrase.size() > Limits.PASSPHRASE) {
      throw Refusals.wrongPassphrase();
    }
    ImportOutcome outcome;
    try {
      outcome = engine.await().importIdentity(sealed, passphrase, progress.between(READ, OPENED));
    } catch (EngineException e) {
      throw Export.interruptedOr(Refusals.of(e));
    }
    if (outcome instanceof ImportOutcome.Refused refused) {
      throw Refusals.of(refused);
    }
    try (SecretBytes payload = ((ImportOutcome.Imported) outcome).payload()) {
      return BackupReader.read(payload);
    }
  }

  private static BackupSummary summary(AccountSummary account, BackupContent content, long size) {
    return new BackupSummary(
        account,
        content.createdAt(),
        content.conversations().stream().map(BackedUpConversation::name).toList(),
        content.messages().size(),
        size);
  }
}
