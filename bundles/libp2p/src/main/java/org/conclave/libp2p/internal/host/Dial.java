package org.conclave.libp2p.internal.host;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Libp2pException;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach a peer, for all who ask for it. Addresses are tried in order; the next one
 * begins when one fails, or beside it after a head start. Its state belongs to one event loop.
 */
final class Dial {
  private static final long HEAD_START_MILLIS = 250;

  /** More addresses than that are not tried: peers could send us anywhere. */
  private static final int MAX_ADDRESSES = 64;

  private final PeerId peer;
  private final EventExecutor loop;
  private final Function<Multiaddr, CompletableFuture<HostConnection>> dialler;
  private final CompletableFuture<Connection> result = new CompletableFuture<>();
  private final ArrayDeque<Multiaddr> waiting = new ArrayDeque<>();
  private final Set<Multiaddr> known = new HashSet<>();
  private final List<CompletableFuture<HostConnection>> attempts = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private @Nullable ScheduledFuture<?> headStart;
  private boolean upgraded;

  /**
   * @param dialler makes a connection at one address; cancelling its future gives up
   */
  Dial(
      PeerId peer,
      EventExecutor loop,
      Function<Multiaddr, CompletableFuture<HostConnection>> dialler) {
    this.peer = peer;
    this.loop = loop;
    this.dialler = dialler;
  }

  CompletableFuture<Connection> result() {
    return result;
  }

  void start(List<Multiaddr> addresses, long timeoutMillis) {
    ScheduledFuture<?> timer =
        loop.schedule(
            () -> fail("not reached within " + timeoutMillis + " ms"),
            timeoutMillis,
            TimeUnit.MILLISECONDS);
    result.whenComplete((connection, cause) -> timer.cancel(false));
    add(addresses);
  }

  /** Adds addresses that another caller knows. */
  void add(List<Multiaddr> addresses) {
    loop.execute(
        () -> {
          for (Multiaddr address : addresses) {
            Multiaddr plain = address.withoutPeerId();
            if (known.size() < MAX_ADDRESSES && known.add(plain)) {
              waiting.add(plain);
            }
          }
          if (attempts.isEmpty()) {
            tryNext();
          }
        });
  }

  /** The peer has been reached in some way; what is under way goes on, nothing new begins. */
  void reached(Connection connection) {
    result.complete(connection);
  }

  void close() {
    result.completeExceptionally(new Libp2pException("the host is closed"));
  }

  private void tryNext() {
    if (result.isDone() || upgraded) {
      return;
    }
    Multiaddr address = waiting.poll();
    if (address == null) {
      if (attempts.isEmpty()) {
        fail(known.isEmpty() ? "no address is known" : "no address answers");
      }
      return;
    }
    CompletableFuture<HostConnection> attempt = dialler.apply(address);
    attempts.add(attempt);
    attempt.whenComplete(
        (connection, cause) -> loop.execute(() -> ended(address, attempt, connection, cause)));
    ScheduledFuture<?> running = headStart;
    if (running != null) {
      running.cancel(false);
    }
    headStart = loop.schedule(this::tryNext, HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void ended(
      Multiaddr address,
      CompletableFuture<HostConnection> attempt,
      @Nullable HostConnection connection,
      @Nullable Throwable cause) {
    attempts.remove(attempt);
    if (connection == null) {
      Throwable root = cause == null ? new Libp2pException("failed") : Causes.unwrap(cause);
      failures.add(new Libp2pException(address + ": " + root.getMessage(), root));
      tryNext();
      return;
    }
    upgraded = true;
    // Only this host's own attempts: cancelling what the peer dials could leave both with nothing.
    List.copyOf(attempts).forEach(other -> other.cancel(false));
    connection
        .whenAdmitted()
        .whenComplete(
            (admitted, refused) -> {
              if (refused == null) {
                result.complete(admitted);
              } else {
                loop.execute(() -> fail("the connection was closed before it was admitted"));
              }
            });
  }

  private void fail(String why) {
    Libp2pException failure =
        new Libp2pException(
            "cannot connect to " + peer + ": " + why, failures.isEmpty() ? null : failures.get(0));
    failures.stream().skip(1).forEach(failure::addSuppressed);
    if (result.completeExceptionally(failure)) {
      List.copyOf(attempts).forEach(attempt -> attempt.cancel(false));
    }
  }
}
