package org.conclave.libp2p.internal.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.conclave.libp2p.ConnectionGater;
import org.conclave.libp2p.HostLimits;
import org.conclave.libp2p.HostListener;
import org.conclave.libp2p.StreamHandler;
import org.conclave.libp2p.crypto.Signer;
import org.conclave.libp2p.multiformats.Multiaddr;

/** What a host is made from; see {@link org.conclave.libp2p.HostBuilder}. */
public record HostConfiguration(
    Signer signer,
    List<Multiaddr> listenAddresses,
    ConnectionGater gater,
    HostLimits limits,
    String agentVersion,
    Optional<Executor> executor,
    Map<String, StreamHandler> handlers,
    List<HostListener> listeners) {
  public HostConfiguration {
    listenAddresses = List.copyOf(listenAddresses);
    handlers = Map.copyOf(handlers);
    listeners = List.copyOf(listeners);
  }
}
