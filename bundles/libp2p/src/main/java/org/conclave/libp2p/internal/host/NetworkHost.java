package org.conclave.libp2p.internal.host;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.ConnectionClosedException;
import org.conclave.libp2p.ConnectionGater;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.Host;
import org.conclave.libp2p.HostEvent;
import org.conclave.libp2p.HostLimits;
import org.conclave.libp2p.HostListener;
import org.conclave.libp2p.Libp2pException;
import org.conclave.libp2p.ListenException;
import org.conclave.libp2p.PeerInfo;
import org.conclave.libp2p.Registration;
import org.conclave.libp2p.Stream;
import org.conclave.libp2p.StreamHandler;
import org.conclave.libp2p.crypto.Signer;
import org.conclave.libp2p.internal.identify.IdentifyProtocol;
import org.conclave.libp2p.internal.noise.Noise;
import org.conclave.libp2p.internal.ping.PingProtocol;
import org.conclave.libp2p.internal.transport.Intake;
import org.conclave.libp2p.internal.transport.Muxer;
import org.conclave.libp2p.internal.transport.TcpTransport;
import org.conclave.libp2p.internal.transport.Transport;
import org.conclave.libp2p.internal.transport.UpgradedConnection;
import org.conclave.libp2p.internal.transport.Upgrader;
import org.conclave.libp2p.internal.yamux.Yamux;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host on real network connections: puts the parts together and passes connections between them.
 */
public final class NetworkHost implements Host, ConnectionPolicy, Intake {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkHost.class);
  private static final int MAX_HANDLER_THREADS = 512;
  private static final int MAX_IO_THREADS = 4;
  private static final long END_SECONDS = 5;

  private final Signer signer;
  private final PeerId peerId;
  private final ConnectionGater gater;
  private final Duration admissionTimeout;
  private final HostLimits limits;
  private final Map<String, StreamHandler> handlers = new ConcurrentHashMap<>();
  private final ExecutorService eventThread;
  private final @Nullable ExecutorService ownExecutor;
  private final Executor executor;
  private final EventLoopGroup loops;
  private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
  private final HandshakeLog handshakes = new HandshakeLog();
  private final EventBus events;
  private final ConnectionSlots slots;
  private final ConnectionTable table;
  private final Dialler dialler;
  private final List<Transport> transports;
  private final ListenAddresses listenAddresses;
  private final IdentifyProtocol identify;
  private final PingProtocol ping;
  private boolean closed;

  private NetworkHost(HostConfiguration configuration) {
    SecureRandom random = new SecureRandom();
    signer = configuration.signer();
    peerId = signer.publicKey().toPeerId();
    gater = new SafeGater(configuration.gater());
    admissionTimeout = configuration.gater().admissionTimeout();
    limits = configuration.limits();
    eventThread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            HostThread.factory(this, "libp2p-events"));
    ExecutorService own = configuration.executor().isPresent() ? null : handlerThreads();
    ownExecutor = own;
    executor = own != null ? own : configuration.executor().orElseThrow();
    int threads = Math.min(MAX_IO_THREADS, Runtime.getRuntime().availableProcessors());
    loops =
        new MultiThreadIoEventLoopGroup(
            threads, HostThread.factory(this, "libp2p-io"), NioIoHandler.newFactory());
    events = new EventBus(eventThread, configuration.listeners());
    slots = new ConnectionSlots(limits);
    table = new ConnectionTable(peerId, limits.connectionsPerPeer(), events);
    dialler =
        new Dialler(
            loops,
            limits.dialTimeout().toMillis(),
            peer -> table.admittedTo(peer).stream().findFirst().map(c -> c),
            this::dialAddress);
    List<Muxer> muxers = List.of(new Yamux());
    Noise noise = new Noise(signer, muxers.stream().map(Muxer::protocol).toList(), random);
    Upgrader upgrader = new Upgrader(List.of(noise), muxers, gater::allowSecured, limits);
    transports = List.of(new TcpTransport(loops, upgrader, limits, channels, executor));
    listenAddresses = new ListenAddresses(this::listenAddressesChanged);
    identify =
        new IdentifyProtocol(
            signer,
            configuration.agentVersion(),
            handlers::keySet,
            listenAddresses::current,
            loops);
    ping = new PingProtocol(random);
    handlers.put(IdentifyProtocol.ID, identify::answer);
    handlers.put(IdentifyProtocol.PUSH_ID, this::takePush);
    handlers.put(PingProtocol.ID, ping::answer);
    handlers.putAll(configuration.handlers());
  }

  private ExecutorService handlerThreads() {
    return new ThreadPoolExecutor(
        0,
        MAX_HANDLER_THREADS,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        HostThread.factory(this, "libp2p-handler"));
  }

  /**
   * Makes a host and begins to listen.
   *
   * @throws ListenException if an address cannot be listened on; nothing is left behind
   */
  public static NetworkHost start(HostConfiguration configuration) throws ListenException {
    NettyStatics.prepare();
    NetworkHost host = new NetworkHost(configuration);
    try {
      for (Multiaddr address : configuration.listenAddresses()) {
        Transport transport =
            host.transportFor(address)
                .orElseThrow(
                    () -> new ListenException(address, new Libp2pException("no such transport")));
        host.listenAddresses.add(transport.listen(address, host));
      }
    } catch (ListenException e) {
      host.close();
      throw e;
    }
    host.listenAddresses.watch(host.loops.next(), host.executor);
    return host;
  }

  private Optional<Transport> transportFor(Multiaddr address) {
    return transports.stream().filter(t -> t.handles(address)).findFirst();
  }

  // Connections as they come to be.

  @Override
  public boolean begin(Multiaddr remote) {
    return slots.beginInbound() && (gater.allowAccept(remote) || giveBack());
  }

  private boolean giveBack() {
    slots.endHandshake();
    slots.end();
    return false;
  }

  @Override
  public void upgraded(UpgradedConnection connection) {
    slots.endHandshake();
    adopt(connection);
  }

  @Override
  public void failed(Multiaddr remote, Throwable cause) {
    slots.endHandshake();
    handshakes.failed(remote, cause.getMessage());
  }

  @Override
  public void closed() {
    slots.end();
  }

  private CompletableFuture<HostConnection> dialAddress(PeerId peer, Multiaddr address) {
    Optional<Transport> transport = transportFor(address);
    if (transport.isEmpty()) {
      return CompletableFuture.failedFuture(new Libp2pException("no transport for it"));
    }
    if (!gater.allowAddressDial(peer, address)) {
      return CompletableFuture.failedFuture(new Libp2pException("the gate refuses it"));
    }
    if (!slots.beginOutbound()) {
      return CompletableFuture.failedFuture(new Libp2pException("too many connections"));
    }
    CompletableFuture<UpgradedConnection> dialled = transport.get().dial(address, peer);
    CompletableFuture<HostConnection> result = new CompletableFuture<>();
    dialled.whenComplete(
        (connection, cause) -> {
          if (connection == null) {
            slots.end();
            result.completeExceptionally(cause);
            return;
          }
          connection.session().onClose().thenRun(slots::end);
          if (result.isCancelled()) {
            connection.session().close();
          } else {
            result.complete(adopt(connection));
          }
        });
    result.whenComplete(
        (connection, cause) -> {
          if (result.isCancelled()) {
            dialled.cancel(false);
          }
        });
    return result;
  }

  /** Runs in the event loop of the connection, before any of its streams. */
  private HostConnection adopt(UpgradedConnection upgraded) {
    HostConnection connection = new HostConnection(upgraded, this, limits);
    if (!table.add(connection)) {
      connection.close();
      return connection;
    }
    connection.onClose().thenRun(() -> table.remove(connection));
    switch (gater.upgraded(connection)) {
      case ADMIT -> connection.admit();
      case REFUSE -> connection.close();
      case DEFER -> {
        connection.awaitAdmission(admissionTimeout.toMillis());
        table.deferred(connection);
      }
    }
    return connection;
  }

  @Override
  public void admit(HostConnection connection) {
    if (!table.admit(connection)) {
      return;
    }
    connection.announceAdmitted();
    table.supersedeDuplicates(connection.remotePeer());
    dialler.reached(connection);
    identify
        .ask(connection)
        .whenComplete(
            (info, cause) -> {
              if (cause == null) {
                table.identified(connection, info);
              } else {
                table.identifyFailed(connection, Causes.unwrap(cause));
              }
            });
  }

  // Streams.

  @Override
  public boolean allows(HostConnection connection, String protocol, Direction direction) {
    boolean known = direction == Direction.OUTBOUND || handlers.containsKey(protocol);
    return known && gater.allowStream(connection, protocol, direction);
  }

  @Override
  public void serve(HostStream stream) {
    StreamHandler handler = handlers.get(stream.protocol());
    if (handler == null) {
      stream.reset(0);
      return;
    }
    try {
      executor.execute(() -> serve(stream, handler));
    } catch (RejectedExecutionException e) {
      LOG.warn("no thread is free for {}", stream);
      stream.reset(0);
    }
  }

  private static void serve(HostStream stream, StreamHandler handler) {
    try {
      handler.handle(stream);
    } catch (Exception e) {
      LOG.warn("the handler of {} failed", stream, e);
      stream.reset(0);
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void takePush(Stream stream) {
    var unused =
        identify
            .takePush(stream)
            .thenAccept(
                (PeerInfo info) -> {
                  if (stream.connection() instanceof HostConnection connection) {
                    table.identified(connection, info);
                  }
                });
    stream.onClose().thenRun(() -> LOG.trace("push from {} is over", stream.connection()));
  }

  private void listenAddressesChanged(List<Multiaddr> addresses) {
    events.publish(new HostEvent.ListenAddressesChanged(addresses));
    table.admitted().forEach(identify::push);
  }

  // What the application sees.

  @Override
  public PeerId peerId() {
    return peerId;
  }

  @Override
  public Signer signer() {
    return signer;
  }

  @Override
  public List<Multiaddr> listenAddresses() {
    return listenAddresses.current();
  }

  @Override
  public CompletableFuture<Connection> connect(PeerId peer, List<Multiaddr> addresses) {
    if (peer.equals(peerId)) {
      return CompletableFuture.failedFuture(new Libp2pException("a host does not dial itself"));
    }
    if (!gater.allowPeerDial(peer)) {
      return CompletableFuture.failedFuture(new Libp2pException("the gate refuses " + peer));
    }
    try {
      return dialler.connect(peer, addresses);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new Libp2pException("the host is closed", e));
    }
  }

  @Override
  public CompletableFuture<Stream> newStream(PeerId peer, List<String> protocols) {
    return table.admittedTo(peer).stream()
        .findFirst()
        .map(connection -> connection.newStream(protocols))
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    new ConnectionClosedException("not connected to " + peer)));
  }

  @Override
  public void handle(String protocol, StreamHandler handler) {
    if (handlers.put(protocol, handler) == null) {
      table.admitted().forEach(identify::push);
    }
  }

  @Override
  public void removeHandler(String protocol) {
    if (handlers.remove(protocol) != null) {
      table.admitted().forEach(identify::push);
    }
  }

  @Override
  public List<Connection> connections() {
    return table.admitted();
  }

  @Override
  public List<Connection> connectionsTo(PeerId peer) {
    return List.copyOf(table.admittedTo(peer));
  }

  @Override
  public Registration addListener(HostListener listener) {
    return events.add(listener);
  }

  @Override
  public CompletableFuture<Duration> ping(PeerId peer) {
    return newStream(peer, List.of(PingProtocol.ID)).thenCompose(ping::measure);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (HostThread.isCurrent(this)) {
      // This thread is one of those whose end is awaited.
      new Thread(this::end, "libp2p-close").start();
    } else {
      end();
    }
  }

  private void end() {
    listenAddresses.close();
    dialler.close();
    table.close().forEach(HostConnection::close);
    channels.close().awaitUninterruptibly(END_SECONDS, TimeUnit.SECONDS);
    loops
        .shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(2 * END_SECONDS, TimeUnit.SECONDS);
    end(eventThread);
    if (ownExecutor != null) {
      end(ownExecutor);
    }
  }

  private static void end(ExecutorService threads) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a handler or listener does not return after the host was closed");
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "Host " + peerId;
  }
}
