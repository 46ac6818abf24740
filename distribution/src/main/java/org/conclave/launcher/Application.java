package org.conclave.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * The framework with the bundles of the distribution: {@code bundles/NN/*.jar} at start level NN.
 * Bundles are installed anew at each launch, by reference, so that what the folder holds is what
 * runs; nothing of the profile is in the framework's cache.
 */
public final class Application {
  /** Held, because the logging framework holds loggers weakly and would forget the level. */
  private static final Logger SPI_FLY = Logger.getLogger("org.apache.aries.spifly");

  private static final int BEGINNING_START_LEVEL = 30;
  private static final long STOP_PATIENCE_MILLIS = 15_000;

  private final Path home;
  private final Path profile;
  private final Map<String, String> properties;

  /**
   * @param home the folder of the distribution
   * @param profile an existing folder
   * @param properties further framework properties, see LaunchProperties of the API
   */
  public Application(Path home, Path profile, Map<String, String> properties) {
    this.home = home;
    this.profile = profile;
    this.properties = Map.copyOf(properties);
  }

  /** Returns after the framework has stopped, by a command, the window, or a signal. */
  void run() throws BundleException, IOException {
    Framework framework = start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(framework), "conclave-stop"));
    waitFor(framework);
  }

  /**
   * Starts every bundle; one that does not start is named on standard error, and the others go on.
   */
  public Framework start() throws BundleException, IOException {
    Files.createDirectories(profile.resolve("logs"));
    SPI_FLY.setLevel(Level.WARNING);
    startSharedThreads();
    System.setProperty("conclave.profile", profile.toString());
    System.setProperty(
        "logback.configurationFile", home.resolve("conf/logback.xml").toUri().toString());
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(configuration());
    framework.init();
    framework
        .getBundleContext()
        .addFrameworkListener(new StaleClassLocks(framework.getBundleContext()));
    List<Bundle> bundles = install(framework);
    for (Bundle bundle : bundles) {
      start(bundle);
    }
    framework.start();
    return framework;
  }

  /**
   * The Java library starts some threads for the whole JVM when they are first needed, and a thread
   * holds the class loaders of those who called its constructor. Started here, they hold none of a
   * bundle's.
   */
  private static void startSharedThreads() {
    CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS).execute(() -> {});
    CompletableFuture.runAsync(() -> {});
  }

  private Map<String, String> configuration() {
    Map<String, String> configuration = new HashMap<>();
    configuration.put(Constants.FRAMEWORK_STORAGE, profile.resolve("cache").toString());
    configuration.put(
        Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    configuration.put(
        Constants.FRAMEWORK_BEGINNING_STARTLEVEL, String.valueOf(BEGINNING_START_LEVEL));
    configuration.put(Constants.FRAMEWORK_BUNDLE_PARENT, Constants.FRAMEWORK_BUNDLE_PARENT_EXT);
    configuration.put("felix.cache.locking", "true");
    configuration.put("felix.log.level", "1");
    configuration.put("felix.fileinstall.dir", home.resolve("conf/site").toString());
    configuration.put("felix.fileinstall.poll", "500");
    configuration.put("felix.fileinstall.noInitialDelay", "true");
    configuration.put("felix.fileinstall.start.level", "25");
    configuration.put("felix.fileinstall.enableConfigSave", "false");
    configuration.put("gosh.args", "--nointeractive --noshutdown");
    configuration.put("conclave.profile", profile.toString());
    configuration.put("conclave.sidecar", home.resolve("sidecar").toString());
    configuration.put("conclave.version", Version.VERSION);
    configuration.put("conclave.launched.at", String.valueOf(launchedAt()));
    configuration.putAll(properties);
    return configuration;
  }

  private static long launchedAt() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> start.toEpochMilli())
        .orElseGet(System::currentTimeMillis);
  }

  private List<Bundle> install(Framework framework) throws IOException, BundleException {
    List<Bundle> bundles = new ArrayList<>();
    for (Path level : sorted(home.resolve("bundles"))) {
      for (Path jar : sorted(level)) {
        Bundle bundle = framework.getBundleContext().installBundle("reference:" + jar.toUri());
        bundle
            .adapt(BundleStartLevel.class)
            .setStartLevel(Integer.parseInt(level.getFileName().toString()));
        bundles.add(bundle);
      }
    }
    return bundles;
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private static void start(Bundle bundle) {
    boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    try {
      if (!fragment) {
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      }
    } catch (BundleException e) {
      System.err.println(
          "conclave: " + bundle.getSymbolicName() + " does not start: " + e.getMessage());
    }
  }

  private static void waitFor(Framework framework) {
    try {
      while (framework.waitForStop(0).getType()
          == org.osgi.framework.FrameworkEvent.STOPPED_UPDATE) {
        // The framework restarts itself: wait for its next end.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(Framework framework) {
    try {
      framework.stop();
      framework.waitForStop(STOP_PATIENCE_MILLIS);
    } catch (BundleException e) {
      System.err.println("conclave: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
