package org.conclave.launcher;

import java.lang.reflect.Field;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Takes ended threads out of Felix's class loaders, after each refresh.
 *
 * <p>A bundle's loader notes which thread is about to define which class. When two threads want one
 * class at the same moment, Felix 7.0.5 can forget to take the note of the second away (its {@code
 * defineClassParallel} leaves by the branch that finds the class defined meanwhile). From Java 19
 * on, a {@code Thread} keeps its task after its end, so that a forgotten note in the loader of a
 * bundle that stays, such as the API's, keeps every class of an updated bundle whose thread it was.
 */
final class StaleClassLocks implements FrameworkListener {
  private static final String FIELD = "m_classLocks";

  private final BundleContext context;

  /**
   * @param context the system bundle's
   */
  StaleClassLocks(BundleContext context) {
    this.context = context;
  }

  @Override
  public void frameworkEvent(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
      remove();
    }
  }

  /** The note of a thread that lives is kept: it may be at work. */
  private void remove() {
    for (Bundle bundle : context.getBundles()) {
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      ClassLoader loader = wiring == null ? null : wiring.getClassLoader();
      if (loader != null && bundle.getBundleId() != 0) {
        locks(loader).values().removeIf(thread -> !thread.isAlive());
      }
    }
  }

  /** Empty for a loader of another kind: another Felix may have no such notes to forget. */
  @SuppressWarnings("unchecked") // the field's declared type
  private static Map<String, Thread> locks(ClassLoader loader) {
    try {
      Field field = loader.getClass().getDeclaredField(FIELD);
      field.setAccessible(true);
      return (Map<String, Thread>) field.get(loader);
    } catch (ReflectiveOperationException e) {
      return Map.of();
    }
  }
}
