package org.conclave.sidecar.manager.internal;

import java.nio.file.Path;
import java.time.Duration;
import org.conclave.api.engine.CryptoEngine;
import org.conclave.api.engine.EngineListener;
import org.conclave.api.engine.EngineMonitor;
import org.conclave.api.engine.EngineStatus;
import org.conclave.api.engine.EngineStatus.State;
import org.conclave.api.launch.LaunchProperties;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The engine as services: {@link EngineMonitor} as long as this component is active, {@link
 * CryptoEngine} from the first answer of an engine until too many have failed. A single crash does
 * not take {@code CryptoEngine} away: calls made meanwhile wait for the next engine, and its users
 * are not restarted for half a second's absence. A site that changes {@link EngineConfiguration}
 * gets another engine, and its users are restarted.
 */
@Component(
    service = EngineMonitor.class,
    configurationPid = "org.conclave.sidecar.manager",
    immediate = true)
@EngineConfiguration
public final class SidecarManager implements EngineMonitor {
  private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(5);
  private static final Duration LONG_PAUSE = Duration.ofSeconds(30);

  /** What a call may still take when the bundle stops; one message takes milliseconds. */
  private static final Duration LAST_CALLS = Duration.ofSeconds(2);

  private final BundleContext context;
  private final EngineConfiguration configuration;
  private final StatusBoard board = new StatusBoard();
  private final CurrentEngine engines = new CurrentEngine();
  private final CallsUnderWay calls = new CallsUnderWay();
  private final Object lifecycle = new Object();
  private @Nullable EngineHost host;
  private @Nullable ServiceRegistration<CryptoEngine> offered;
  private boolean stopping;

  @Activate
  public SidecarManager(BundleContext context, EngineConfiguration configuration) {
    this.context = context;
    this.configuration = configuration;
  }

  @Override
  public EngineStatus status() {
    return board.status();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      service = EngineListener.class)
  void addListener(EngineListener listener) {
    board.add(listener);
  }

  void removeListener(EngineListener listener) {
    board.remove(listener);
  }

  @Activate
  void activate() {
    String sidecar = context.getProperty(LaunchProperties.SIDECAR);
    if (sidecar == null) {
      throw new IllegalStateException(
          "the framework property " + LaunchProperties.SIDECAR + " names no folder");
    }
    host =
        EngineHost.start(
            EngineCommand.ofThisRuntime(Path.of(sidecar))
                .with(context.getProperty(LaunchProperties.ENGINE_OPTIONS))
                .offeringPostQuantum(configuration.engine_postQuantum()),
            engines,
            HEALTH_INTERVAL,
            LONG_PAUSE,
            EngineLauncher::freePort,
            this::statusChanged);
  }

  @Deactivate
  void deactivate() {
    synchronized (lifecycle) {
      stopping = true;
    }
    withdraw();
    calls.close();
    calls.awaitNone(LAST_CALLS);
    if (host != null) {
      host.close();
    }
    // Those that waited for an engine, or were longer, have been failed now: let them go.
    calls.awaitNone(LAST_CALLS);
  }

  private void statusChanged(EngineStatus status) {
    if (status.state() == State.FAILED || status.state() == State.STOPPED) {
      withdraw();
    }
    board.post(status);
    // After the status, so that whoever finds the service finds the engine ready.
    if (status.state() == State.READY) {
      offer();
    }
  }

  private void offer() {
    synchronized (lifecycle) {
      if (offered != null || stopping) {
        return;
      }
    }
    // Outside of the lock, since whoever waits for the service is activated in here.
    ServiceRegistration<CryptoEngine> registration =
        context.registerService(
            CryptoEngine.class, new SidecarCryptoEngine(new RepeatingCaller(engines, calls)), null);
    boolean late;
    synchronized (lifecycle) {
      late = stopping;
      if (!late) {
        offered = registration;
      }
    }
    if (late) {
      registration.unregister();
    }
  }

  private void withdraw() {
    ServiceRegistration<CryptoEngine> withdrawn;
    synchronized (lifecycle) {
      withdrawn = offered;
      offered = null;
    }
    if (withdrawn != null) {
      withdrawn.unregister();
    }
  }
}
