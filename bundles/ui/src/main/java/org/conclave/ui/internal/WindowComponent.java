package org.conclave.ui.internal;

import java.awt.GraphicsEnvironment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import org.conclave.api.audit.AuditLog;
import org.conclave.api.engine.EngineMonitor;
import org.conclave.api.feature.Features;
import org.conclave.api.launch.LaunchProperties;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.migration.Migration;
import org.conclave.api.network.Network;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.api.storage.Storage;
import org.conclave.ui.internal.text.Text;
import org.conclave.ui.internal.work.Services;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
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
 * Opens the window where there is a display and nobody asked for none, and keeps it open while
 * services come and go. Closing the window stops the framework.
 *
 * <p>The listeners are registered by hand: as services of this component they would make a circle
 * with the components that it refers to.
 */
@Component(
    service = {},
    immediate = true)
public final class WindowComponent {
  private static final Logger LOG = LoggerFactory.getLogger(WindowComponent.class);

  private final Services services = new Services();
  private final BundleContext context;
  private volatile @Nullable ConclaveWindow window;
  private @Nullable ServiceRegistration<?> listening;

  @Activate
  public WindowComponent(BundleContext context) {
    this.context = context;
  }

  @Activate
  synchronized void open() {
    String profile = context.getProperty(LaunchProperties.PROFILE);
    if (Boolean.parseBoolean(context.getProperty(LaunchProperties.HEADLESS)) || profile == null) {
      return;
    }
    if (GraphicsEnvironment.isHeadless()) {
      LOG.warn("There is no display: no window is opened. Use --headless for commands.");
      return;
    }
    ConclaveWindow opened =
        new ConclaveWindow(
            services,
            new Text(Locale.getDefault(), ZoneId.systemDefault()),
            Clock.systemUTC(),
            Path.of(profile),
            this::stopFramework);
    window = opened;
    listening = context.registerService(Happenings.interfaces(), new Happenings(opened), null);
    opened.open();
  }

  @Deactivate
  synchronized void close() {
    ServiceRegistration<?> registration = listening;
    if (registration != null) {
      try {
        registration.unregister();
      } catch (IllegalStateException e) {
        LOG.debug("The framework has withdrawn the listeners already", e);
      }
      listening = null;
    }
    ConclaveWindow open = window;
    if (open != null) {
      open.close();
      window = null;
    }
  }

  private void stopFramework() {
    BundleContext framework = context;
    Thread stop =
        new Thread(
            () -> {
              try {
                framework.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
              } catch (BundleException | IllegalStateException e) {
                LOG.warn("The framework did not stop when the window was closed", e);
              }
            },
            "conclave-window-close");
    stop.setDaemon(true);
    stop.start();
  }

  private <T> void came(Class<T> type, T service) {
    services.bind(type, service);
    refresh();
  }

  private <T> void went(Class<T> type, T service) {
    services.unbind(type, service);
    refresh();
  }

  private void refresh() {
    // Read without the lock: a service may go while another thread closes the window.
    ConclaveWindow open = window;
    if (open != null) {
      open.refresh();
    }
  }

  @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
  void bindProfile(ProfileAccess profile) {
    came(ProfileAccess.class, profile);
  }

  void unbindProfile(ProfileAccess profile) {
    went(ProfileAccess.class, profile);
  }

  @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
  void bindStorage(Storage storage) {
    came(Storage.class, storage);
  }

  void unbindStorage(Storage storage) {
    went(Storage.class, storage);
  }

  @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
  void bindMigration(Migration migration) {
    came(Migration.class, migration);
  }

  void unbindMigration(Migration migration) {
    went(Migration.class, migration);
  }

  @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
  void bindOrganisation(Organisation organisation) {
    came(Organisation.class, organisation);
  }

  void unbindOrganisation(Organisation organisation) {
    went(Organisation.class, organisation);
  }

  @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
  void bindAdministration(Administration administration) {
    came(Administration.class, administration);
  }

  void unbindAdministration(Administration administration) {
    went(Administration.class, administration);
  }

  @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
  void bindMessenger(Messenger messenger) {
    came(Messenger.class, messenger);
  }

  void unbindMessenger(Messenger messenger) {
    went(Messenger.class, messenger);
  }

  @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
  void bindNetwork(Network network) {
    came(Network.class, network);
  }

  void unbindNetwork(Network network) {
    went(Network.class, network);
  }

  @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
  void bindEngine(EngineMonitor engine) {
    came(EngineMonitor.class, engine);
  }

  void unbindEngine(EngineMonitor engine) {
    went(EngineMonitor.class, engine);
  }

  @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
  void bindFeatures(Features features) {
    came(Features.class, features);
  }

  void unbindFeatures(Features features) {
    went(Features.class, features);
  }

  @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
  void bindAudit(AuditLog audit) {
    came(AuditLog.class, audit);
  }

  void unbindAudit(AuditLog audit) {
    went(AuditLog.class, audit);
  }
}
