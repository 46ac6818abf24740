package org.conclave.shell.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.conclave.api.engine.EngineMonitor;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.network.Network;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.api.storage.ProfileStatus;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The services that commands use, as they come and go. A command that arrives while its service is
 * on the way (the first one after launch, or during a swap) waits a bounded time for it; one whose
 * service will not come is told at once why.
 */
@Component(service = Services.class)
public final class Services {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final UnlockAtStart unlock;
  private final Map<Class<?>, Object> bound = new HashMap<>();

  @Activate
  public Services(@Reference UnlockAtStart unlock) {
    this.unlock = unlock;
  }

  ProfileAccess profile() throws CommandException {
    return await(
        ProfileAccess.class, "The profile cannot be reached: persistence is switched off.");
  }

  EngineMonitor engine() throws CommandException {
    return await(EngineMonitor.class, "The engine is switched off.");
  }

  Organisation organisation() throws CommandException {
    requireUnlocked();
    return await(Organisation.class, "Persistence or onboarding is switched off.");
  }

  Messenger messenger() throws CommandException {
    requireMembership();
    return await(Messenger.class, "Messaging is switched off.");
  }

  Network network() throws CommandException {
    requireMembership();
    return await(Network.class, "The network is switched off.");
  }

  synchronized <T> Optional<T> present(Class<T> type) {
    return Optional.ofNullable(type.cast(bound.get(type)));
  }

  /**
   * Waits until {@code condition} holds; it is asked again when a service came or went, and every
   * 20 ms. It is asked without any lock held, so that it may use a service that is just going.
   */
  boolean await(Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() >= deadline || !pause()) {
        return false;
      }
    }
    return true;
  }

  private synchronized boolean pause() {
    try {
      wait(20);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
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
    if (organisation().info().isEmpty()) {
      throw new CommandException(
          "NOT_MEMBER",
          "This profile belongs to no organisation yet: use create-organisation or join.");
    }
  }

  private <T> T await(Class<T> type, String absent) throws CommandException {
    await(PATIENCE, () -> present(type).isPresent());
    return present(type).orElseThrow(() -> CommandException.unavailable(absent));
  }

  private synchronized <T> void bind(Class<T> type, T service) {
    bound.put(type, service);
    notifyAll();
  }

  private synchronized <T> void unbind(Class<T> type, @Nullable T service) {
    if (bound.get(type) == service) {
      bound.remove(type);
    }
    notifyAll();
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindProfile(ProfileAccess service) {
    bind(ProfileAccess.class, service);
  }

  void unbindProfile(ProfileAccess service) {
    unbind(ProfileAccess.class, service);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindEngine(EngineMonitor service) {
    bind(EngineMonitor.class, service);
  }

  void unbindEngine(EngineMonitor service) {
    unbind(EngineMonitor.class, service);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindOrganisation(Organisation service) {
    bind(Organisation.class, service);
  }

  void unbindOrganisation(Organisation service) {
    unbind(Organisation.class, service);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindMessenger(Messenger service) {
    bind(Messenger.class, service);
  }

  void unbindMessenger(Messenger service) {
    unbind(Messenger.class, service);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindNetwork(Network service) {
    bind(Network.class, service);
  }

  void unbindNetwork(Network service) {
    unbind(Network.class, service);
  }
}
