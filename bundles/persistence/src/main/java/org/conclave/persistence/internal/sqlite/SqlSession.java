package org.conclave.persistence.internal.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conclave.api.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * One connection with its prepared statements, which live as long as it does. Used by one thread at
 * a time; whoever hands it out sees to that.
 */
final class SqlSession implements AutoCloseable {
  /** Turns a row of a result into a value. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException, StorageException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  SqlSession(Connection connection) {
    this.connection = connection;
  }

  void begin(boolean writable) throws StorageException {
    update(writable ? "BEGIN IMMEDIATE" : "BEGIN");
  }

  void commit() throws StorageException {
    update("COMMIT");
  }

  void rollback() throws StorageException {
    update("ROLLBACK");
  }

  /** The number of rows that changed. */
  int update(String sql, @Nullable Object... parameters) throws StorageException {
    try {
      return bound(sql, parameters).executeUpdate();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** The id of the row inserted. */
  long insert(String sql, @Nullable Object... parameters) throws StorageException {
    update(sql, parameters);
    return list("SELECT last_insert_rowid()", row -> row.getLong(1)).get(0);
  }

  <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... parameters)
      throws StorageException {
    try (ResultSet rows = bound(sql, parameters).executeQuery()) {
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(reader.read(rows));
      }
      return list;
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
    statements.clear();
    connection.close();
  }

  /** The driver finalises a statement that fails, so it is prepared anew when next needed. */
  private StorageException failed(String sql, SQLException failure) {
    PreparedStatement statement = statements.remove(sql);
    if (statement != null) {
      try {
        statement.close();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
    }
    return SqliteFailures.of(failure);
  }

  private PreparedStatement bound(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      bind(statement, i + 1, parameters[i]);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.BLOB);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Integer number) {
      statement.setInt(index, number);
    } else if (value instanceof Boolean flag) {
      statement.setInt(index, flag ? 1 : 0);
    } else {
      throw new IllegalArgumentException("no column holds a " + value.getClass());
    }
  }
}
