package org.conclave.persistence.internal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/** Opens connections to one database file, the way this product wants them. */
final class Connections {
  private static final int BUSY_MILLIS = 2_000;

  private final Path file;

  Connections(Path file) {
    this.file = file;
  }

  /** Reads and writes; a commit is flushed to the disk when it returns. */
  Connection writer() throws SQLException {
    return open(config());
  }

  /** Sees the last commit and changes nothing. */
  Connection reader() throws SQLException {
    Connection connection = open(config());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Whether all pages and indices of the database are sound. Reads the whole file.
   *
   * @throws SQLException also where the damage is such that not even this can be said
   */
  static boolean sound(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("PRAGMA quick_check(1)")) {
      return answer.next() && "ok".equals(answer.getString(1));
    }
  }

  private Connection open(SQLiteConfig config) throws SQLException {
    // Not through DriverManager: it looks for drivers by class loader, which a bundle does not see.
    return JDBC.createConnection("jdbc:sqlite:" + file.toAbsolutePath(), config.toProperties());
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "ON");
    // Temporary tables stay in memory: no file of theirs is left behind.
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enableLoadExtension(false);
    // Else the driver asks for the last row id after every insertion.
    config.setGetGeneratedKeys(false);
    return config;
  }
}
