package org.conclave.migration.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.engine.ProgressListener;
import org.conclave.api.migration.BackupSummary;
import org.conclave.api.migration.Migration;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.migration.Strength;
import org.conclave.api.organisation.AccountTransfer;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.storage.Storage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Ties migration to the framework: there while the profile is unlocked and onboarding runs. A call
 * that is under way when either goes, or this bundle is stopped, is ended and leaves nothing.
 */
@Component(service = Migration.class)
public final class MigrationComponent implements Migration {
  private static final Duration ENGINE_PATIENCE = Duration.ofSeconds(15);
  private static final long STOP_PATIENCE_MILLIS = 5_000;

  private final CurrentEngine engine;
  private final PassphraseMeter meter = new PassphraseMeter();
  private final Turn turn = new Turn();
  private final Export export;
  private final Restoration restoration;

  @Activate
  public MigrationComponent(
      @Reference(policyOption = ReferencePolicyOption.GREEDY) Storage storage,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) Organisation organisation,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) AccountTransfer transfer) {
    this(storage, organisation::standing, transfer, Clock.systemUTC(), ENGINE_PATIENCE);
  }

  MigrationComponent(
      Storage storage,
      Supplier<OwnStanding> standing,
      AccountTransfer transfer,
      Clock clock,
      Duration enginePatience) {
    engine = new CurrentEngine(enginePatience);
    export = new Export(storage, transfer, engine, meter, clock);
    restoration = new Restoration(standing, transfer, engine);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindEngine(CryptoEngine arrived) {
    engine.arrived(arrived);
  }

  void unbindEngine(CryptoEngine gone) {
    engine.gone(gone);
  }

  @Deactivate
  void stop() {
    turn.stop(STOP_PATIENCE_MILLIS);
  }

  @Override
  public BackupSummary export(
      Path file, SecretBytes passphrase, boolean withHistory, ProgressListener progress)
      throws MigrationException {
    return turn.take(() -> export.to(file, passphrase, withHistory, new Progress(progress)));
  }

  @Override
  public BackupSummary inspect(Path file, SecretBytes passphrase, ProgressListener progress)
      throws MigrationException {
    return turn.take(() -> restoration.inspect(file, passphrase, new Progress(progress)));
  }

  @Override
  public BackupSummary restore(Path file, SecretBytes passphrase, ProgressListener progress)
      throws MigrationException {
    return turn.take(() -> restoration.restore(file, passphrase, new Progress(progress)));
  }

  @Override
  public Strength strength(SecretBytes passphrase) {
    return meter.strength(passphrase);
  }
}
