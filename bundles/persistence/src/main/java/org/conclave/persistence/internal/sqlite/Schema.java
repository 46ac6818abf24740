package org.conclave.persistence.internal.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.conclave.api.storage.ProfileException;

/**
 * The database's form and how older forms become it: script {@code n} leads from {@code
 * user_version} n to n + 1. Each runs in a transaction of its own, together with the new version
 * number, so an interrupted migration is repeated and never half done.
 */
final class Schema {
  /** Marks the file as ours for tools such as file(1): "CNCL". */
  private static final int APPLICATION_ID = 0x434e434c;

  static final Schema CURRENT = new Schema(List.of(SchemaScripts.V1, SchemaScripts.V2));

  private final List<List<String>> scripts;

  Schema(List<List<String>> scripts) {
    this.scripts = List.copyOf(scripts);
  }

  /**
   * Brings the database to the newest version.
   *
   * @param create whether the file is to be empty; else it must not be
   * @throws ProfileException TOO_NEW, DAMAGED if it is not a database of ours; it is as it was
   */
  void migrate(Connection connection, boolean create) throws SQLException, ProfileException {
    int version = pragma(connection, "user_version");
    if (version > scripts.size()) {
      throw new ProfileException(
          ProfileException.Reason.TOO_NEW,
          "The profile was written by a newer version of Conclave. It was left as it is. Install"
              + " the newer version to open it.");
    }
    boolean ours = version > 0 && pragma(connection, "application_id") == APPLICATION_ID;
    boolean empty = version == 0 && pragma(connection, "schema_version") == 0;
    if (create ? !empty : !ours) {
      throw SqliteFailures.damaged(new DamagedRecordException("not a database of a profile"));
    }
    for (int from = version; from < scripts.size(); from++) {
      apply(connection, from);
    }
  }

  private void apply(Connection connection, int from) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("BEGIN EXCLUSIVE");
      boolean done = false;
      try {
        for (String sql : scripts.get(from)) {
          statement.executeUpdate(sql);
        }
        statement.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
        statement.executeUpdate("PRAGMA user_version = " + (from + 1));
        statement.executeUpdate("COMMIT");
        done = true;
      } finally {
        if (!done) {
          statement.executeUpdate("ROLLBACK");
        }
      }
    }
  }

  private static int pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet value = statement.executeQuery("PRAGMA " + name)) {
      value.next();
      return value.getInt(1);
    }
  }
}
