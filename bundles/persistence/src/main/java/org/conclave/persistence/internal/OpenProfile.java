package org.conclave.persistence.internal;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.conclave.persistence.internal.sqlite.SqliteStorage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An unlocked profile, from its offer to its end. Offering and withdrawing call out to the
 * framework, and so are done without any lock. Thread-safe.
 */
final class OpenProfile {
  private static final Logger LOG = LoggerFactory.getLogger(OpenProfile.class);

  private final SqliteStorage storage;
  private final FolderLock folderLock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Runnable withdrawal;
  private @Nullable Thread closer;

  OpenProfile(SqliteStorage storage, FolderLock folderLock) {
    this.storage = storage;
    this.folderLock = folderLock;
  }

  void offer(StorageOffer offer) {
    Runnable withdraw = offer.offer(storage);
    synchronized (this) {
      if (closer == null) {
        withdrawal = withdraw;
        return;
      }
    }
    withdraw.run();
  }

  boolean inTransaction() {
    return storage.inTransaction();
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Whether the calling thread is about to close it. */
  synchronized boolean isClosing() {
    return closer == Thread.currentThread();
  }

  /** Closes it, or waits until another thread has. */
  void close() {
    Runnable withdraw;
    synchronized (this) {
      if (closer != null) {
        withdraw = null;
      } else {
        closer = Thread.currentThread();
        withdraw = withdrawal == null ? () -> {} : withdrawal;
      }
    }
    if (withdraw == null) {
      awaitClosed();
      return;
    }
    try {
      withdraw.run();
    } finally {
      storage.close();
      try {
        folderLock.close();
      } catch (IOException e) {
        LOG.warn("The profile's lock file did not close", e);
      }
      closed.countDown();
    }
  }

  /** Returns at once on the thread that closes: who is told of the withdrawal may call back. */
  private void awaitClosed() {
    if (isClosing()) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        closed.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
