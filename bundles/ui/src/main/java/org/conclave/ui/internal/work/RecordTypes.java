package org.conclave.ui.internal.work;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the JVM forget the window's records. Before Java 19 it holds the last type for which it
 * linked a record's {@code equals} or {@code hashCode}, and with it the type's class loader
 * (JDK-8078641), until it links the next.
 */
public final class RecordTypes {
  private static final Logger LOG = LoggerFactory.getLogger(RecordTypes.class);

  private RecordTypes() {}

  /** To be called when nothing else of the window runs any more. */
  public static void forget() {
    try {
      MethodHandle component =
          MethodHandles.publicLookup()
              .findVirtual(String.class, "strip", MethodType.methodType(String.class));
      // As if String were a record of one string: its class loader is the JVM's own.
      link("equals", MethodType.methodType(boolean.class, String.class, Object.class), component);
      link("hashCode", MethodType.methodType(int.class, String.class), component);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no strings", e);
    }
  }

  private static void link(String method, MethodType type, MethodHandle component) {
    try {
      ObjectMethods.bootstrap(
          MethodHandles.lookup(), method, type, String.class, "text", component);
    } catch (Throwable e) {
      LOG.info("This JVM may hold the window's classes after it has gone", e);
    }
  }
}
