package org.conclave.libp2p.internal.host;

import java.util.concurrent.TimeUnit;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which handshakes failed. One line in ten seconds at most, since anybody can make them fail
 * as often as they like. Thread-safe.
 */
final class HandshakeLog {
  private static final Logger LOG = LoggerFactory.getLogger(HandshakeLog.class);
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private long quietUntil = System.nanoTime();
  private int withheld;

  void failed(Multiaddr remote, @Nullable String why) {
    int others = othersBefore();
    if (others < 0) {
      LOG.debug("a handshake with {} failed: {}", remote, why);
    } else if (others == 0) {
      LOG.info("a handshake with {} failed: {}", remote, why);
    } else {
      LOG.info("a handshake with {} failed: {}; {} others before it", remote, why, others);
    }
  }

  /** How many were not said since the last line; negative if this one is not to be said either. */
  private synchronized int othersBefore() {
    long now = System.nanoTime();
    if (now - quietUntil < 0) {
      withheld++;
      return -1;
    }
    quietUntil = now + INTERVAL_NANOS;
    int others = withheld;
    withheld = 0;
    return others;
  }
}
