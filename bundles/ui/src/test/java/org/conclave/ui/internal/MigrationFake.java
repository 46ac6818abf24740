package org.conclave.ui.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.ProgressListener;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;
import org.conclave.api.migration.BackupSummary;
import org.conclave.api.migration.Migration;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.migration.MigrationException.Reason;
import org.conclave.api.migration.Strength;
import org.conclave.api.organisation.AccountSummary;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.organisation.Role;

/** Backups, in a file that begins with a word and holds the passphrase: a fake has no secrets. */
final class MigrationFake implements Migration {
  private static final String MAGIC = "FAKE-BACKUP ";

  private final World world;

  /** While it is there, work stops in the middle until it is counted down or interrupted. */
  volatile CountDownLatch hold = new CountDownLatch(0);

  MigrationFake(World world) {
    this.world = world;
  }

  static void write(Path file, String passphrase) throws IOException {
    Files.writeString(file, MAGIC + passphrase);
  }

  private void work(ProgressListener progress) throws MigrationException {
    World.offEventThread();
    progress.progressed(420);
    try {
      hold.await();
    } catch (InterruptedException e) {
      throw new MigrationException(Reason.INTERRUPTED, "Ended.", e);
    }
    progress.progressed(1_000);
  }

  private BackupSummary summary(int messages) {
    return new BackupSummary(
        new AccountSummary(
            new OrganisationId(world.bytes(32)),
            "Harbour Clinic",
            new UserId(world.bytes(32)),
            "Mara Lindqvist",
            Role.SITE_ADMINISTRATOR,
            false),
        world.clock.instant().minus(Duration.ofDays(2)),
        List.of("Ward 3 handover", "Patient transport", "Laboratory", "Board"),
        messages,
        48_300);
  }

  @Override
  public BackupSummary export(
      Path file, SecretBytes passphrase, boolean withHistory, ProgressListener progress)
      throws MigrationException {
    work(progress);
    try {
      write(file, new String(passphrase.toByteArray(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new MigrationException(Reason.FILE, "The disk is full.", e);
    }
    return summary(withHistory ? 214 : 0);
  }

  @Override
  public BackupSummary inspect(Path file, SecretBytes passphrase, ProgressListener progress)
      throws MigrationException {
    work(progress);
    String content;
    try {
      content = Files.readString(file);
    } catch (IOException e) {
      throw new MigrationException(Reason.FILE, "It cannot be read.", e);
    }
    if (!content.startsWith(MAGIC)) {
      throw new MigrationException(Reason.NOT_A_BACKUP, "It is none.");
    }
    String typed = new String(passphrase.toByteArray(), StandardCharsets.UTF_8);
    if (!content.equals(MAGIC + typed)) {
      throw new MigrationException(Reason.WRONG_PASSPHRASE_OR_DAMAGED, "Wrong.");
    }
    return summary(214);
  }

  @Override
  public BackupSummary restore(Path file, SecretBytes passphrase, ProgressListener progress)
      throws MigrationException {
    BackupSummary summary = inspect(file, passphrase, progress);
    world.organisation.stand(
        new OwnStanding.Restoring("Harbour Clinic", OwnStanding.Restoring.Step.PEER));
    return summary;
  }

  @Override
  public Strength strength(SecretBytes passphrase) {
    World.offEventThread();
    int size = passphrase.size();
    return size < 12
        ? Strength.WEAK
        : size < 20 ? Strength.FAIR : size < 28 ? Strength.GOOD : Strength.STRONG;
  }
}
