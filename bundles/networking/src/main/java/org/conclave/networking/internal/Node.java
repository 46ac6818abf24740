package org.conclave.networking.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.network.Network;
import org.conclave.api.network.NetworkException;
import org.conclave.api.network.NetworkStatus;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.HostBuilder;
import org.conclave.libp2p.HostEvent;
import org.conclave.libp2p.HostListener;
import org.conclave.libp2p.ListenException;
import org.conclave.libp2p.crypto.HostKey;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.conclave.networking.internal.admission.AdmissionDialogue;
import org.conclave.networking.internal.admission.AdmissionGate;
import org.conclave.networking.internal.admission.Refusals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node from its start to its end. It starts beside its caller, and tries again with growing
 * pauses where it cannot listen; {@link #close} ends it whatever it is doing.
 */
final class Node implements Network, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final long FIRST_RETRY_MILLIS = 1_000;
  private static final int DOUBLINGS = 5;
  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

  private final NodeEnvironment environment;
  private final NodeThreads threads = new NodeThreads();
  private final StatusBoard status;
  private final Refusals refusals = new Refusals();
  private @Nullable HostKey key;
  private boolean closed;
  private int failures;
  private volatile @Nullable RunningNode running;

  Node(NodeEnvironment environment) {
    this.environment = environment;
    this.status = new StatusBoard(threads.spine, environment.offered().listeners());
  }

  /** Begins; {@link #status} tells how it goes. Never blocks. */
  void start() {
    threads.calls.execute(this::run);
  }

  private synchronized void run() {
    if (closed) {
      return;
    }
    try {
      listen();
    } catch (ListenException e) {
      retry(
          "This computer cannot listen on "
              + e.address()
              + ", probably because another program uses the port. Messages wait until it is free"
              + " or another address is set.",
          e);
    } catch (MultiformatException e) {
      retry("The address to listen on cannot be read: " + e.getMessage() + ".", e);
    } catch (StorageException e) {
      retry("The network cannot start because the profile cannot be read: " + e.getMessage(), e);
    }
  }

  private void retry(String problem, Exception cause) {
    LOG.warn("the node does not run: {}", problem, cause);
    status.failed(problem);
    long pause = FIRST_RETRY_MILLIS << Math.min(DOUBLINGS, failures++);
    threads.spine.schedule(this::start, pause, TimeUnit.MILLISECONDS);
  }

  private void listen() throws StorageException, ListenException {
    ListenAddresses addresses = new ListenAddresses(environment.storage(), environment.listen());
    List<Multiaddr> wanted = addresses.wanted();
    List<Multiaddr> remembered = addresses.remembered(wanted);
    AdmissionDialogue dialogue =
        new AdmissionDialogue(
            environment.authority(),
            refusals,
            threads.verdicts,
            threads.spine,
            environment.clock(),
            status::clock);
    Events events = new Events();
    Host host = host(wanted, remembered, dialogue, events);
    RunningNode node = new RunningNode(environment, threads, host, dialogue, refusals, status);
    node.load();
    running = node;
    boolean started = false;
    try {
      node.start();
      addresses.remember(wanted, host.listenAddresses());
      started = true;
    } finally {
      if (!started) {
        running = null;
        node.close();
      }
      events.begin(running);
    }
  }

  private Host host(
      List<Multiaddr> wanted,
      List<Multiaddr> remembered,
      AdmissionDialogue dialogue,
      HostListener events)
      throws ListenException {
    try {
      return builder(remembered, dialogue, events).start();
    } catch (ListenException e) {
      if (remembered.equals(wanted)) {
        throw e;
      }
      LOG.info("the port of the last time is taken; another one is chosen");
      return builder(wanted, dialogue, events).start();
    }
  }

  private HostBuilder builder(
      List<Multiaddr> addresses, AdmissionDialogue dialogue, HostListener events) {
    HostBuilder builder =
        Host.builder()
            .key(hostKey())
            .gater(new AdmissionGate())
            .agentVersion("conclave/" + environment.version())
            .listener(events);
    addresses.forEach(builder::listen);
    dialogue.serveOn(builder);
    return builder;
  }

  private HostKey hostKey() {
    HostKey known = key;
    if (known == null) {
      try (SecretBytes secret = environment.membership().deviceKey()) {
        byte[] seed = secret.toByteArray();
        known = HostKey.ofSeed(seed);
        Arrays.fill(seed, (byte) 0);
      }
      key = known;
    }
    return known;
  }

  /** Holds the host's events back until there is somebody to take them. */
  private static final class Events implements HostListener {
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile @Nullable RunningNode node;

    void begin(@Nullable RunningNode newNode) {
      node = newNode;
      begun.countDown();
    }

    @Override
    public void on(HostEvent event) {
      try {
        if (begun.await(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
          RunningNode present = node;
          if (present != null) {
            present.on(event);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What was committed, in order. Never blocks. */
  void committed(List<StoreEvent> events) {
    RunningNode node = running;
    if (node != null) {
      node.committed(events);
    }
  }

  /** Members, devices or admissions changed. Never blocks. */
  void organisationChanged() {
    RunningNode node = running;
    if (node != null) {
      node.organisationChanged();
    }
  }

  @Override
  public NetworkStatus status() {
    return status.current();
  }

  @Override
  public List<ConnectedPeer> peers() {
    RunningNode node = running;
    return node == null ? List.of() : node.peers();
  }

  @Override
  public CompletionStage<Bytes> request(UserId member, String protocol, Bytes request) {
    return whileRunning(node -> node.request(member, protocol, request));
  }

  @Override
  public void announce(Bytes announcement) {
    RunningNode node = running;
    if (node != null) {
      node.announce(announcement);
    }
  }

  @Override
  public CompletionStage<ConnectedPeer> dial(String multiaddr) {
    return whileRunning(node -> node.dial(multiaddr));
  }

  private <T> CompletionStage<T> whileRunning(Function<RunningNode, CompletionStage<T>> work) {
    return Optional.ofNullable(running)
        .map(work)
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    new NetworkException(
                        NetworkException.Reason.CLOSED, "The network is not running.")));
  }

  /** Closes every connection and ends every thread, within seconds. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      RunningNode node = running;
      running = null;
      if (node != null) {
        node.close();
      }
      if (key != null) {
        key.close();
        key = null;
      }
    }
    threads.close();
  }
}
