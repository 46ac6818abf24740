package org.conclave.persistence.internal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.sqlite.JDBC;

/** Changes a database behind the storage's back. */
final class Tampering {
  private Tampering() {}

  static void run(Path file, String... statements) throws Exception {
    try (Connection connection =
            JDBC.createConnection("jdbc:sqlite:" + file, new java.util.Properties());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }
}
