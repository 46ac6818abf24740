package org.conclave.libp2p;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.conclave.libp2p.crypto.HostKey;
import org.conclave.libp2p.internal.host.HostConfiguration;
import org.conclave.libp2p.internal.host.NetworkHost;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.jspecify.annotations.Nullable;

/** What a host is made from. Only the key is required. Not safe for use from several threads. */
public final class HostBuilder {
  private @Nullable HostKey key;
  private final List<Multiaddr> listenAddresses = new ArrayList<>();
  private ConnectionGater gater = new ConnectionGater() {};
  private HostLimits limits = HostLimits.defaults();
  private String agentVersion = "conclave-libp2p/0.1.0";
  private @Nullable Executor executor;
  private final Map<String, StreamHandler> handlers = new LinkedHashMap<>();
  private final List<HostListener> listeners = new ArrayList<>();

  HostBuilder() {}

  /** The key the host is known by; the caller closes it after the host. */
  public HostBuilder key(HostKey key) {
    this.key = key;
    return this;
  }

  /** Adds an address to listen on; port 0 takes a free one. Without any, the host only dials. */
  public HostBuilder listen(Multiaddr address) {
    listenAddresses.add(address);
    return this;
  }

  /** Decides who may connect; without one everybody may. */
  public HostBuilder gater(ConnectionGater gater) {
    this.gater = gater;
    return this;
  }

  public HostBuilder limits(HostLimits limits) {
    this.limits = limits;
    return this;
  }

  /** What the host calls itself in identify. */
  public HostBuilder agentVersion(String agentVersion) {
    this.agentVersion = agentVersion;
    return this;
  }

  /**
   * Runs stream handlers. The caller ends it after the host. Without one the host has its own, with
   * as many threads as there are handlers at work.
   */
  public HostBuilder executor(Executor executor) {
    this.executor = executor;
    return this;
  }

  /** Serves a protocol from the start; see {@link Host#handle}. */
  public HostBuilder handle(String protocol, StreamHandler handler) {
    handlers.put(protocol, handler);
    return this;
  }

  /** Adds a listener that misses no event. */
  public HostBuilder listener(HostListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Makes the host and begins to listen.
   *
   * @throws ListenException if it cannot listen on one of the addresses; nothing is left behind
   */
  public Host start() throws ListenException {
    HostKey identity = key;
    if (identity == null) {
      throw new IllegalStateException("a host needs a key");
    }
    return NetworkHost.start(
        new HostConfiguration(
            identity,
            listenAddresses,
            gater,
            limits,
            agentVersion,
            Optional.ofNullable(executor),
            handlers,
            listeners));
  }
}
