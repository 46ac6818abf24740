package org.conclave.shell.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.conclave.api.audit.AuditLog;
import org.conclave.api.engine.EngineMonitor;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.migration.Migration;
import org.conclave.api.network.Network;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.api.storage.ProfileStatus;
import org.conclave.api.storage.Storage;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The services that commands use, as they come and go. A command that arrives while its service is
 * on the way (the first one after launch, or during a swap) waits a bounded time for it; one whose
 * service will not come is told at once why.
 */
@Component(service = Services.class)
public final class Services {
  private static final long POLL_NANOS = 20_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final List<Class<?>> USED =
      List.of(
          ProfileAccess.class,
          Storage.class,
          EngineMonitor.class,
          Organisation.class,
          Administration.class,
          AuditLog.class,
          Migration.class,
          Messenger.class,
          Network.class);

  private final UnlockAtStart unlock;
  private final Map<Class<?>, ServiceTracker<?, ?>> trackers = new HashMap<>();

  @Activate
  public Services(BundleContext context, @Reference UnlockAtStart unlock) {
    this.unlock = unlock;
    for (Class<?> type : USED) {
      ServiceTracker<?, ?> tracker = new ServiceTracker<>(context, type, null);
      tracker.open();
      trackers.put(type, tracker);
    }
  }

  @Deactivate
  void stop() {
    trackers.values().forEach(ServiceTracker::close);
  }

  ProfileAccess profile() throws CommandException {
    return await(ProfileAccess.class, "The profile cannot be reached: persistence is off.");
  }

  Organisation organisation() throws CommandException {
    requireUnlocked();
    return await(Organisation.class, "Persistence or onboarding is switched off.");
  }

  /** The organisation, for what only a member can ask. */
  Organisation member() throws CommandException {
    requireMembership();
    return organisation();
  }

  Administration administration() throws CommandException {
    requireMembership();
    return await(Administration.class, "Onboarding is switched off.");
  }

  AuditLog auditLog() throws CommandException {
    requireUnlocked();
    return await(AuditLog.class, "The audit log is switched off. Recording goes on.");
  }

  Migration migration() throws CommandException {
    requireUnlocked();
    return await(Migration.class, "Backup and restore is switched off.");
  }

  Storage storage() throws CommandException {
    requireUnlocked();
    return await(Storage.class, "The profile cannot be reached: persistence is off.");
  }

  Messenger messenger() throws CommandException {
    requireMembership();
    return await(Messenger.class, "Messaging is switched off.");
  }

  Network network() throws CommandException {
    requireMembership();
    return await(Network.class, "The network is switched off.");
  }

  <T> Optional<T> present(Class<T> type) {
    return Optional.ofNullable(type.cast(tracker(type).getService()));
  }

  /** Waits until {@code condition} holds; it is asked every 20 ms. */
  boolean await(Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() >= deadline || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  private <T> T await(Class<T> type, String absent) throws CommandException {
    try {
      Object service = tracker(type).waitForService(PATIENCE.toMillis());
      if (service != null) {
        return type.cast(service);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw CommandException.unavailable(absent);
  }

  private ServiceTracker<?, ?> tracker(Class<?> type) {
    return Objects.requireNonNull(trackers.get(type), "not among the services that are used");
  }

  private void requireUnlocked() throws CommandException {
    ProfileAccess profile = profile();
    await(PATIENCE, () -> profile.status() == ProfileStatus.UNLOCKED || !unlock.isUnderWay());
    if (profile.status() != ProfileStatus.UNLOCKED) {
      throw new CommandException(
          "LOCKED",
          unlock.failure().isEmpty()
              ? "The profile is locked: start with --passphrase-file or --passphrase-fd, or use"
                  + " unlock."
              : "The profile is locked: " + unlock.failure());
    }
  }

  private void requireMembership() throws CommandException {
    Organisation organisation = organisation();
    if (organisation.info().isEmpty()) {
      throw Standings.notMember(organisation.standing());
    }
  }
}
