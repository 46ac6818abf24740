package org.conclave.itests;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.conclave.launcher.Application;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A member in this JVM: a real Felix over the real distribution folder. Commands are called as the
 * Gogo functions that they are, across class loaders, so that no class of a bundle is held by a
 * test.
 */
final class EmbeddedMember implements AutoCloseable {
  private final Framework framework;

  private EmbeddedMember(Framework framework) {
    this.framework = framework;
  }

  static EmbeddedMember start(Path folder, String name) throws IOException, BundleException {
    Path profile = Files.createDirectories(folder.resolve(name));
    Path passphrase =
        Files.writeString(folder.resolve(name + ".passphrase"), "passphrase of " + name + "\n");
    // Standard input is the test runner's: the headless session gets one that never has a line.
    System.setIn(new SilentInput());
    Application application =
        new Application(
            Path.of(System.getProperty("conclave.home")),
            profile,
            Map.of(
                "conclave.headless", "true",
                "conclave.passphrase.file", passphrase.toString(),
                "conclave.listen", "/ip4/127.0.0.1/tcp/0"));
    return new EmbeddedMember(application.start());
  }

  /** As the headless session answers: maps, lists, strings, numbers. */
  Object command(String... words) throws Exception {
    ServiceReference<?>[] references = function(words[0]);
    if (references == null) {
      throw new IllegalStateException("no command " + words[0] + " now");
    }
    Object function = framework.getBundleContext().getService(references[0]);
    if (function == null) {
      throw new IllegalStateException("no command " + words[0] + " now");
    }
    try {
      for (Method method : function.getClass().getMethods()) {
        if (method.getName().equals("execute")) {
          method.setAccessible(true);
          return method.invoke(
              function, null, Arrays.asList((Object[]) words).subList(1, words.length));
        }
      }
      throw new IllegalStateException("not a function: " + words[0]);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      framework.getBundleContext().ungetService(references[0]);
    }
  }

  private ServiceReference<?>[] function(String name) throws InvalidSyntaxException {
    return framework
        .getBundleContext()
        .getAllServiceReferences(
            null, "(&(osgi.command.scope=conclave)(osgi.command.function=" + name + "))");
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> map(String... words) throws Exception {
    return (Map<String, Object>) command(words);
  }

  @SuppressWarnings("unchecked")
  List<Map<String, Object>> list(String... words) throws Exception {
    return (List<Map<String, Object>>) command(words);
  }

  Bundle bundle(String name) {
    return Arrays.stream(framework.getBundleContext().getBundles())
        .filter(bundle -> ("org.conclave." + name).equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no bundle " + name));
  }

  Framework framework() {
    return framework;
  }

  /**
   * The class loader of what runs now; cleared by the collector once nothing of that version is
   * alive.
   */
  WeakReference<ClassLoader> classLoader(String name) {
    return new WeakReference<>(bundle(name).adapt(BundleWiring.class).getClassLoader());
  }

  @Override
  public void close() throws BundleException, InterruptedException {
    framework.stop();
    framework.waitForStop(20_000);
  }
}
