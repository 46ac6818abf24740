package org.conclave.ui.internal;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.conclave.api.audit.AuditLog;
import org.conclave.api.engine.EngineMonitor;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.feature.Features;
import org.conclave.api.launch.LaunchProperties;
import org.conclave.api.messaging.Messenger;
import org.conclave.api.migration.Migration;
import org.conclave.api.network.Network;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.api.storage.Storage;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * The window's component in a class loader of its own, as a framework has it: everything but the
 * window's own classes is shared.
 */
final class SwappedWindow {
  private final WeakReference<ClassLoader> loader;
  private Object component;

  SwappedWindow(World world, Path profile) throws Exception {
    URL own = WindowComponent.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader shared = new Shared(WindowComponent.class.getClassLoader());
    URLClassLoader apart = new URLClassLoader(new URL[] {own}, shared);
    loader = new WeakReference<>(apart);
    component =
        apart
            .loadClass(WindowComponent.class.getName())
            .getConstructor(BundleContext.class)
            .newInstance(context(profile));
    call("bindProfile", ProfileAccess.class, world.profile);
    call("bindOrganisation", Organisation.class, world.organisation);
    call("bindAdministration", Administration.class, world.administration);
    call("bindFeatures", Features.class, world.features);
    call("bindAudit", AuditLog.class, world.audit);
    call("bindMigration", Migration.class, world.migration);
    call("bindStorage", Storage.class, world.storage.service());
    call("bindMessenger", Messenger.class, world.messenger);
    call("bindNetwork", Network.class, world.network);
    call(
        "bindEngine",
        EngineMonitor.class,
        (EngineMonitor) () -> new EngineStatus(EngineStatus.State.READY, 1, 1, 0, "", ""));
    call("open");
  }

  private static BundleContext context(Path profile) {
    ClassLoader here = SwappedWindow.class.getClassLoader();
    Object registration =
        Proxy.newProxyInstance(
            here, new Class<?>[] {ServiceRegistration.class}, (proxy, method, args) -> null);
    return (BundleContext)
        Proxy.newProxyInstance(
            here,
            new Class<?>[] {BundleContext.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "registerService" -> registration;
                  case "getProperty" ->
                      LaunchProperties.PROFILE.equals(args[0]) ? profile.toString() : null;
                  default -> null;
                });
  }

  private void call(String name) throws Exception {
    Method method = component.getClass().getDeclaredMethod(name);
    method.setAccessible(true);
    method.invoke(component);
  }

  private <T> void call(String name, Class<T> type, T service) throws Exception {
    Method method = component.getClass().getDeclaredMethod(name, type);
    method.setAccessible(true);
    method.invoke(component, service);
  }

  void stop() throws Exception {
    call("close");
    component = null;
  }

  /** Whether nothing holds the window's classes any more within 10 s. */
  boolean awaitUnloaded() {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (loader.get() != null && System.nanoTime() < deadline) {
      System.gc();
      LockSupport.parkNanos(50_000_000);
    }
    return loader.get() == null;
  }

  /** All classes of the tests' class path but those of the window. */
  private static final class Shared extends ClassLoader {
    Shared(ClassLoader all) {
      super(all);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.conclave.ui.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }

    @Override
    public URL getResource(String name) {
      return name.startsWith("org/conclave/ui/") ? null : super.getResource(name);
    }
  }
}
