package org.conclave.persistence.internal.sqlite;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.conclave.api.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The read connections: opened when first needed, handed to one reader at a time, first come first
 * served. Thread-safe.
 */
final class Readers {
  private static final int LIMIT = 4;

  private final Connections connections;
  private final Semaphore permits = new Semaphore(LIMIT, true);
  private final Deque<Reader> idle = new ArrayDeque<>();
  private volatile boolean closed;

  Readers(Connections connections) {
    this.connections = connections;
  }

  /** A session and what it has learnt of people. */
  record Reader(SqlSession session, People people) {}

  /**
   * Waits for a reader to be free; give it back with {@link #release}.
   *
   * @throws StorageException CLOSED
   */
  Reader acquire() throws StorageException {
    permits.acquireUninterruptibly();
    boolean acquired = false;
    try {
      if (closed) {
        throw SqliteFailures.closed();
      }
      Reader reader = pollIdle();
      if (reader == null) {
        reader = new Reader(new SqlSession(connections.reader()), new People());
      }
      acquired = true;
      return reader;
    } catch (SQLException e) {
      throw SqliteFailures.of(e);
    } finally {
      if (!acquired) {
        permits.release();
      }
    }
  }

  void release(Reader reader) {
    synchronized (idle) {
      idle.push(reader);
    }
    permits.release();
  }

  /** Refuses those who wait, waits until nobody reads, and closes all. */
  void close() throws SQLException {
    closed = true;
    permits.acquireUninterruptibly(LIMIT);
    try {
      for (Reader reader = pollIdle(); reader != null; reader = pollIdle()) {
        reader.session().close();
      }
    } finally {
      permits.release(LIMIT);
    }
  }

  private @Nullable Reader pollIdle() {
    synchronized (idle) {
      return idle.poll();
    }
  }
}
