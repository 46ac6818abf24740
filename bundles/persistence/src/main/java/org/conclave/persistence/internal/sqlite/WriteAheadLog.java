package org.conclave.persistence.internal.sqlite;

import java.util.List;
import org.conclave.api.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the write-ahead log: what it held moves into the database, where secure_delete overwrites
 * what is deleted, and the log is cut to nothing. Soon after secrets were replaced, and from time
 * to time in any case, because rows of ratchets are replaced with every message. Used by the writer
 * alone.
 */
final class WriteAheadLog {
  private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);

  /** So that the mean cost on a commit stays far below that of its flush. */
  private static final int COMMITS_BETWEEN = 256;

  /** How long a checkpoint waits for readers while writers wait for it. */
  private static final int PATIENCE_MILLIS = 20;

  private static final int BUSY_MILLIS = 2_000;

  private final SqlSession writer;
  private int commits;
  private boolean due;

  WriteAheadLog(SqlSession writer) {
    this.writer = writer;
  }

  /** A transaction was committed. Never fails: what could not be done now is done later. */
  void committed(boolean secretsReplaced) {
    commits++;
    due |= secretsReplaced || commits >= COMMITS_BETWEEN;
    if (!due) {
      return;
    }
    try {
      pragma("busy_timeout = " + PATIENCE_MILLIS);
      if (truncate()) {
        commits = 0;
        due = false;
      }
      pragma("busy_timeout = " + BUSY_MILLIS);
    } catch (StorageException e) {
      LOG.warn("The write-ahead log could not be emptied; the next commit tries again", e);
    }
  }

  /** Whether it is empty now; not if a reader still needs it. */
  boolean truncate() throws StorageException {
    List<Boolean> done = writer.list("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1) == 0);
    return done.get(0);
  }

  private void pragma(String setting) throws StorageException {
    writer.list("PRAGMA " + setting, row -> row.getInt(1));
  }
}
