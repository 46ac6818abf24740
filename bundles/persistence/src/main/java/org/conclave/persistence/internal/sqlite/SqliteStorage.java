package org.conclave.persistence.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.StoreEvent;
import org.conclave.persistence.internal.seal.Sealer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Storage} on one database file. Writers queue on a fair lock, readers on a fair semaphore;
 * nobody ever holds one and waits for the other, so there is no deadlock. Thread-safe.
 */
public final class SqliteStorage implements Storage, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteStorage.class);

  private final Sealer sealer;
  private final Clock clock;
  private final Consumer<List<StoreEvent>> events;
  private final SqlSession writer;
  private final People writersPeople = new People();
  private final WriteAheadLog log;
  private final Readers readers;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final Set<Thread> busy = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private SqliteStorage(
      Connections connections,
      Connection writer,
      Sealer sealer,
      Clock clock,
      Consumer<List<StoreEvent>> events) {
    this.sealer = sealer;
    this.clock = clock;
    this.events = events;
    this.writer = new SqlSession(writer);
    this.log = new WriteAheadLog(this.writer);
    this.readers = new Readers(connections);
  }

  /**
   * Makes a database of a file that is empty.
   *
   * @param sealer taken over if this returns, and closed with the storage
   * @param events given the events of each commit, in commit order, by the thread that committed
   */
  public static SqliteStorage create(
      Path file, Sealer sealer, Clock clock, Consumer<List<StoreEvent>> events)
      throws ProfileException {
    return open(file, sealer, clock, events, Schema.CURRENT, true);
  }

  /**
   * Opens a database, after bringing it to the newest form.
   *
   * @param sealer taken over if this returns, and closed with the storage
   * @param events given the events of each commit, in commit order, by the thread that committed
   * @throws ProfileException TOO_NEW, DAMAGED, IN_USE, DISK; the database is as it was
   */
  public static SqliteStorage open(
      Path file, Sealer sealer, Clock clock, Consumer<List<StoreEvent>> events)
      throws ProfileException {
    return open(file, sealer, clock, events, Schema.CURRENT, false);
  }

  static SqliteStorage open(
      Path file,
      Sealer sealer,
      Clock clock,
      Consumer<List<StoreEvent>> events,
      Schema schema,
      boolean create)
      throws ProfileException {
    if (!create) {
      requireContent(file);
    }
    Connections connections = new Connections(file);
    Connection writer = null;
    boolean opened = false;
    try {
      writer = connections.writer();
      if (!Connections.sound(writer)) {
        throw SqliteFailures.damaged(new DamagedRecordException("a page or an index is damaged"));
      }
      schema.migrate(writer, create);
      SqliteStorage storage = new SqliteStorage(connections, writer, sealer, clock, events);
      if (create) {
        KeyBinding.write(storage.writer, sealer);
      } else {
        KeyBinding.check(storage.writer, sealer);
      }
      opened = true;
      return storage;
    } catch (SQLException e) {
      throw SqliteFailures.whileOpening(e);
    } finally {
      if (!opened && writer != null) {
        closeQuietly(writer);
      }
    }
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T read(Work<T, X> work)
      throws StorageException, X {
    enter();
    try {
      Readers.Reader reader = readers.acquire();
      try {
        return read(reader, work);
      } finally {
        readers.release(reader);
      }
    } finally {
      busy.remove(Thread.currentThread());
    }
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T write(Work<T, X> work)
      throws StorageException, X {
    enter();
    try {
      writing.lock();
      try {
        requireOpen();
        return writeAlone(work);
      } finally {
        writing.unlock();
      }
    } finally {
      busy.remove(Thread.currentThread());
    }
  }

  /**
   * Waits for the transactions that run, refuses those that wait, empties the write-ahead log,
   * closes the database and wipes the keys. Idempotent.
   *
   * @throws IllegalStateException within a transaction
   */
  @Override
  public void close() {
    if (inTransaction()) {
      throw new IllegalStateException("the storage cannot be closed within a transaction");
    }
    writing.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      closeConnections();
      sealer.close();
    } finally {
      writing.unlock();
    }
  }

  /** Whether the calling thread is within a transaction of this storage. */
  public boolean inTransaction() {
    return busy.contains(Thread.currentThread());
  }

  private <T extends @Nullable Object, X extends Exception> T read(
      Readers.Reader reader, Work<T, X> work) throws StorageException, X {
    SqlSession session = reader.session();
    session.begin(false);
    try (UnitOfWork unit = new UnitOfWork(session, sealer, clock, reader.people(), false)) {
      return work.in(unit);
    } finally {
      rollBack(session);
    }
  }

  private <T extends @Nullable Object, X extends Exception> T writeAlone(Work<T, X> work)
      throws StorageException, X {
    writer.begin(true);
    boolean committed = false;
    try (UnitOfWork unit = new UnitOfWork(writer, sealer, clock, writersPeople, true)) {
      T result = work.in(unit);
      unit.finish();
      writer.commit();
      committed = true;
      if (!unit.events().isEmpty()) {
        events.accept(unit.events());
      }
      log.committed(unit.replacedSecrets());
      return result;
    } finally {
      if (!committed) {
        writersPeople.forget();
        rollBack(writer);
      }
    }
  }

  /** SQLite may have rolled back by itself (a full disk), and then there is nothing to do. */
  private static void rollBack(SqlSession session) {
    try {
      session.rollback();
    } catch (StorageException e) {
      LOG.debug("Nothing was left to roll back", e);
    }
  }

  private void enter() throws StorageException {
    requireOpen();
    if (!busy.add(Thread.currentThread())) {
      throw new IllegalStateException("work does not start another transaction");
    }
  }

  private void requireOpen() throws StorageException {
    if (closed) {
      throw SqliteFailures.closed();
    }
  }

  private void closeConnections() {
    try {
      readers.close();
      log.truncate();
    } catch (SQLException | StorageException e) {
      LOG.warn("The write-ahead log could not be emptied; the next start does it", e);
    }
    try {
      writer.close();
    } catch (SQLException e) {
      LOG.warn("The database did not close in order; the next start recovers it", e);
    }
  }

  /** SQLite would take an empty file for a new database and write to it. */
  private static void requireContent(Path file) throws ProfileException {
    try {
      if (Files.size(file) == 0) {
        throw SqliteFailures.damaged(new DamagedRecordException("the database is empty"));
      }
    } catch (IOException e) {
      throw SqliteFailures.damaged(e);
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("A database that could not be opened did not close either", e);
    }
  }
}
