package org.conclave.networking.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.conclave.api.network.AnnouncementReceiver;
import org.conclave.api.network.EnvelopeReceiver;
import org.conclave.api.network.NetworkListener;
import org.conclave.api.network.RequestHandler;
import org.jspecify.annotations.Nullable;

/** What other bundles have registered for the node to call; it comes and goes. Thread-safe. */
final class OfferedServices {
  private static final Watcher NOBODY =
      new Watcher() {
        @Override
        public void receiverCame() {}

        @Override
        public void handlersChanged(RequestHandler came, boolean here) {}
      };

  /** Is told what a running node must react to. */
  interface Watcher {
    void receiverCame();

    /**
     * @param here whether the handler came or went
     */
    void handlersChanged(RequestHandler handler, boolean here);
  }

  private final List<RequestHandler> handlers = new CopyOnWriteArrayList<>();
  private final List<AnnouncementReceiver> announcementReceivers = new CopyOnWriteArrayList<>();
  private final List<NetworkListener> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable EnvelopeReceiver receiver;
  private volatile Watcher watcher = NOBODY;

  void watch(Watcher newWatcher) {
    watcher = newWatcher;
  }

  void add(EnvelopeReceiver came) {
    receiver = came;
    watcher.receiverCame();
  }

  synchronized void remove(EnvelopeReceiver gone) {
    if (receiver == gone) {
      receiver = null;
    }
  }

  void add(RequestHandler came) {
    handlers.add(came);
    watcher.handlersChanged(came, true);
  }

  void remove(RequestHandler gone) {
    handlers.remove(gone);
    watcher.handlersChanged(gone, false);
  }

  void add(AnnouncementReceiver came) {
    announcementReceivers.add(came);
  }

  void remove(AnnouncementReceiver gone) {
    announcementReceivers.remove(gone);
  }

  void add(NetworkListener came) {
    listeners.add(came);
  }

  void remove(NetworkListener gone) {
    listeners.remove(gone);
  }

  Optional<EnvelopeReceiver> receiver() {
    return Optional.ofNullable(receiver);
  }

  List<RequestHandler> handlers() {
    return handlers;
  }

  /** Whoever answers that protocol now. */
  Optional<RequestHandler> handler(String protocol) {
    return handlers.stream().filter(h -> h.protocol().equals(protocol)).findFirst();
  }

  List<AnnouncementReceiver> announcementReceivers() {
    return announcementReceivers;
  }

  List<NetworkListener> listeners() {
    return listeners;
  }
}
