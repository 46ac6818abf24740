package org.conclave.persistence.internal;

import java.nio.file.Path;
import java.time.Clock;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.launch.LaunchProperties;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.ProfileListener;
import org.conclave.api.storage.ProfileStatus;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StoreListener;
import org.conclave.persistence.internal.seal.Argon2Cost;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers {@link ProfileAccess} as long as the bundle runs, and {@link Storage} while the profile is
 * unlocked. When it is deactivated the profile is locked and no thread of it is left.
 */
@Component(service = ProfileAccess.class, immediate = true)
public final class ProfileComponent implements ProfileAccess {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileComponent.class);

  private final EventDispatcher events = new EventDispatcher();
  private final Profile profile;

  /**
   * @throws IllegalStateException if the launcher named no folder for the profile
   */
  @Activate
  public ProfileComponent(BundleContext context) {
    String directory = context.getProperty(LaunchProperties.PROFILE);
    if (directory == null) {
      throw new IllegalStateException(
          "the framework property " + LaunchProperties.PROFILE + " is missing");
    }
    this.profile =
        new Profile(
            Path.of(directory),
            Argon2Cost.STANDARD,
            Clock.systemUTC(),
            events,
            storage -> {
              ServiceRegistration<Storage> registration =
                  context.registerService(Storage.class, storage, null);
              return () -> withdraw(registration);
            });
  }

  private static void withdraw(ServiceRegistration<Storage> registration) {
    try {
      registration.unregister();
    } catch (IllegalStateException e) {
      LOG.debug("The framework has withdrawn the storage already", e);
    }
  }

  @Deactivate
  void deactivate() {
    profile.lock();
    events.close();
  }

  @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
  void addStoreListener(StoreListener listener) {
    events.add(listener);
  }

  void removeStoreListener(StoreListener listener) {
    events.remove(listener);
  }

  @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
  void addProfileListener(ProfileListener listener) {
    events.add(listener);
  }

  void removeProfileListener(ProfileListener listener) {
    events.remove(listener);
  }

  @Override
  public Path directory() {
    return profile.directory();
  }

  @Override
  public ProfileStatus status() {
    return profile.status();
  }

  @Override
  public void create(SecretBytes passphrase) throws ProfileException {
    profile.create(passphrase);
  }

  @Override
  public void unlock(SecretBytes passphrase) throws ProfileException {
    profile.unlock(passphrase);
  }

  @Override
  public void erase() throws ProfileException {
    profile.erase();
  }

  @Override
  public void lock() {
    profile.lock();
  }
}
