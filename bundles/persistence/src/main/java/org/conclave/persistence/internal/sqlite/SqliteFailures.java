package org.conclave.persistence.internal.sqlite;

import java.sql.SQLException;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.StorageException;
import org.sqlite.SQLiteErrorCode;

/** What SQLite's result codes mean to the person who sits before the machine. */
final class SqliteFailures {
  private static final int PRIMARY_CODE = 0xff;

  private SqliteFailures() {}

  /** Of a unit of work. */
  static StorageException of(SQLException e) {
    return switch (code(e)) {
      case SQLITE_FULL ->
          new StorageException(
              StorageException.Reason.DISK_FULL,
              "The disk is full. Nothing of this was saved, and what was saved before is safe."
                  + " Free some space and try again.",
              e);
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          new StorageException(
              StorageException.Reason.DAMAGED,
              "A part of the profile's database is damaged and cannot be read. Nothing was"
                  + " changed. Copy the profile folder to a safe place, then restore a backup.",
              e);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH ->
          new StorageException(
              StorageException.Reason.FAILED,
              "The profile folder cannot be written to. Nothing of this was saved. Give your"
                  + " account the right to write to it and try again.",
              e);
      case SQLITE_IOERR ->
          new StorageException(
              StorageException.Reason.FAILED,
              "The disk reports an error. Nothing of this was saved. Check the disk, then lock"
                  + " and unlock the profile.",
              e);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new StorageException(
              StorageException.Reason.FAILED,
              "Another program holds the profile's database. Nothing of this was saved. Close the"
                  + " other program (a backup or a database viewer) and try again.",
              e);
      default ->
          new StorageException(
              StorageException.Reason.FAILED,
              "The database refused this. Nothing of it was saved. Lock and unlock the profile,"
                  + " and report this if it happens again.",
              e);
    };
  }

  /** Of opening the database. */
  static ProfileException whileOpening(SQLException e) {
    return switch (code(e)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB -> damaged(e);
      case SQLITE_FULL ->
          new ProfileException(
              ProfileException.Reason.DISK,
              "The disk is full, so the profile cannot be opened. Nothing was lost. Free some"
                  + " space and try again.",
              e);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new ProfileException(
              ProfileException.Reason.IN_USE,
              "Another program holds the profile's database. Close it (a backup or a database"
                  + " viewer) and try again.",
              e);
      default ->
          new ProfileException(
              ProfileException.Reason.DISK,
              "The profile's database cannot be read or written. Nothing was lost. Check that the"
                  + " disk works and that your account may write to the profile folder, then try"
                  + " again.",
              e);
    };
  }

  /** Of opening the database, by a statement that was translated already. */
  static ProfileException whileOpening(StorageException e) {
    if (e.getCause() instanceof SQLException cause) {
      return whileOpening(cause);
    }
    return damaged(e);
  }

  static ProfileException damaged(Throwable cause) {
    return new ProfileException(
        ProfileException.Reason.DAMAGED,
        "The profile's database is damaged: it is not what was written. It was left as it is."
            + " Copy the profile folder to a safe place, then restore a backup.",
        cause);
  }

  static StorageException closed() {
    return new StorageException(
        StorageException.Reason.CLOSED,
        "The profile is locked. Nothing of this was saved. Unlock it and try again.");
  }

  /** A value that does not open, or that says something impossible. */
  static StorageException damagedValue(Throwable cause) {
    return new StorageException(
        StorageException.Reason.DAMAGED,
        "A stored value is damaged: it is not what was written. Nothing was changed. Copy the"
            + " profile folder to a safe place, then restore a backup.",
        cause);
  }

  private static SQLiteErrorCode code(SQLException e) {
    return SQLiteErrorCode.getErrorCode(e.getErrorCode() & PRIMARY_CODE);
  }
}
