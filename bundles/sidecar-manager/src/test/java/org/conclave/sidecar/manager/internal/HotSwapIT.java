package org.conclave.sidecar.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.engine.CipherSuite;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.EngineListener;
import org.conclave.api.engine.EngineMonitor;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.engine.EngineStatus.State;
import org.conclave.api.engine.KeyPackage;
import org.conclave.api.engine.Lifetime;
import org.conclave.api.engine.Signer;
import org.conclave.api.launch.LaunchProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The bundle as it is built, in a framework: services, stop, update, nothing left behind. */
final class HotSwapIT {
  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir Path storage;

  private final List<EngineStatus> heard = new CopyOnWriteArrayList<>();
  private Framework framework;
  private BundleContext context;
  private Bundle manager;
  private Set<Thread> before;

  @BeforeEach
  void launch() throws Exception {
    before = Thread.getAllStackTraces().keySet();
    framework =
        new org.apache.felix.framework.FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    storage.toString(),
                    LaunchProperties.SIDECAR,
                    SidecarFolder.path().toString(),
                    // Shared with this test, which therefore sees the bundle's services as they
                    // are.
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    "org.osgi.service.cm;version=1.6.1,"
                        + "org.slf4j;version=2.0.0,org.slf4j.helpers;version=2.0.0,"
                        + "org.slf4j.spi;version=2.0.0,org.conclave.api.bytes;version=0.1.0,"
                        + "org.conclave.api.engine;version=0.1.0,"
                        + "org.conclave.api.identity;version=0.1.0"));
    framework.start();
    context = framework.getBundleContext();
    for (Class<?> inside :
        List.of(
            org.osgi.util.function.Function.class,
            org.osgi.util.promise.Promise.class,
            org.osgi.service.component.ComponentContext.class,
            org.apache.felix.cm.PersistenceManager.class,
            org.apache.felix.scr.info.ScrInfo.class)) {
      Path jar = Path.of(inside.getProtectionDomain().getCodeSource().getLocation().toURI());
      context.installBundle(jar.toUri().toString()).start();
    }
    context.registerService(EngineListener.class, heard::add, null);
    Path jar = Path.of(System.getProperty("conclave.test.bundle"));
    manager = context.installBundle(jar.toUri().toString());
    manager.start();
  }

  @AfterEach
  void shutDown() throws Exception {
    framework.stop();
    framework.waitForStop(20_000);
  }

  @Test
  void servicesComeAndGoWithTheEngine() throws Exception {
    assertThat(service(EngineMonitor.class)).isNotNull();
    Eventually.holds("CryptoEngine", BOUND, () -> service(CryptoEngine.class) != null);
    long pid = monitored().pid();
    assertThat(monitored().state()).isEqualTo(State.READY);
    assertThat(createIdentity()).isEqualTo(32);
    manager.stop();
    assertThat(context.getServiceReference(CryptoEngine.class)).isNull();
    assertThat(context.getServiceReference(EngineMonitor.class)).isNull();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(heard).extracting(EngineStatus::state).contains(State.STARTING, State.READY);
  }

  @Test
  void respawnDoesNotTakeTheServiceAway() throws Exception {
    Eventually.holds("CryptoEngine", BOUND, () -> service(CryptoEngine.class) != null);
    ServiceReference<?> offered = context.getServiceReference(CryptoEngine.class);
    assertThat(ProcessHandle.of(monitored().pid()).orElseThrow().destroyForcibly()).isTrue();
    Eventually.holds("a respawn", BOUND, () -> monitored().restarts() == 1);
    assertThat(createIdentity()).isEqualTo(32);
    assertThat(context.getServiceReference(CryptoEngine.class)).isEqualTo(offered);
  }

  @Test
  void siteSwitchesTheHybridSuiteOn() throws Exception {
    Eventually.holds("CryptoEngine", BOUND, () -> service(CryptoEngine.class) != null);
    assertThatThrownBy(this::createHybridKeyPackage).isInstanceOf(EngineException.class);
    long classical = monitored().pid();
    Configuration site =
        service(ConfigurationAdmin.class).getConfiguration("org.conclave.sidecar.manager", null);
    // As text, which is what a .cfg file has.
    site.update(new Hashtable<>(Map.of("engine.postQuantum", "true")));
    Eventually.holds("another engine", BOUND, () -> engineOtherThan(classical));
    assertThat(createHybridKeyPackage().message().size()).isGreaterThan(2 * 1216);
    long hybrid = monitored().pid();
    site.delete();
    Eventually.holds("a third engine", BOUND, () -> engineOtherThan(hybrid));
    assertThatThrownBy(this::createHybridKeyPackage).isInstanceOf(EngineException.class);
  }

  private KeyPackage createHybridKeyPackage() throws EngineException {
    CryptoEngine engine = service(CryptoEngine.class);
    Signer signer =
        new Signer(Bytes.utf8("alice"), engine.createIdentity(), CipherSuite.HYBRID_POST_QUANTUM);
    Instant now = Instant.now();
    return engine.createKeyPackage(signer, new Lifetime(now, now.plusSeconds(60)), false);
  }

  private boolean engineOtherThan(long pid) {
    EngineMonitor monitor = service(EngineMonitor.class);
    return monitor != null
        && monitor.status().state() == State.READY
        && monitor.status().pid() != pid
        && service(CryptoEngine.class) != null;
  }

  @Test
  void updateLeavesNoThreadAndNoClassOfTheOldVersion() throws Exception {
    List<WeakReference<ClassLoader>> old = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Eventually.holds("CryptoEngine", BOUND, () -> service(CryptoEngine.class) != null);
      assertThat(createIdentity()).isEqualTo(32);
      old.add(loader());
      try (InputStream same =
          Files.newInputStream(Path.of(System.getProperty("conclave.test.bundle")))) {
        manager.update(same);
      }
    }
    manager.stop();
    assertThat(threadsOfTheBundle()).isEmpty();
    manager.uninstall();
    refresh();
    Eventually.holds(
        "the class loaders of old versions are collected",
        BOUND,
        () -> {
          System.gc();
          return old.stream().allMatch(reference -> reference.refersTo(null));
        });
  }

  private void refresh() {
    framework
        .adapt(org.osgi.framework.wiring.FrameworkWiring.class)
        .refreshBundles(List.of(manager));
  }

  private WeakReference<ClassLoader> loader() {
    CryptoEngine engine = service(CryptoEngine.class);
    return new WeakReference<>(engine.getClass().getClassLoader());
  }

  private int createIdentity() throws Exception {
    return service(CryptoEngine.class).createIdentity().publicKey().size();
  }

  private EngineStatus monitored() {
    return service(EngineMonitor.class).status();
  }

  private <S> @Nullable S service(Class<S> type) {
    ServiceReference<S> reference = context.getServiceReference(type);
    return reference == null ? null : context.getService(reference);
  }

  private Set<String> threadsOfTheBundle() {
    try (Stream<Thread> now = Thread.getAllStackTraces().keySet().stream()) {
      return now.filter(thread -> !before.contains(thread))
          .map(Thread::getName)
          .filter(name -> name.matches("(?i).*(engine|grpc|netty|globalEventExecutor).*"))
          .collect(Collectors.toSet());
    }
  }
}
