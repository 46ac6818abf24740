package org.conclave.migration.internal;

import java.nio.file.Path;
import org.conclave.api.engine.EngineException;
import org.conclave.api.engine.ImportOutcome;
import org.conclave.api.migration.MigrationException;
import org.conclave.api.migration.MigrationException.Reason;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.storage.StorageException;

/** What a person is told: what happened, what it means, what to do. No text quotes a file. */
final class Refusals {
  private static final String UNCHANGED = " Nothing was changed.";

  private Refusals() {}

  static MigrationException weak() {
    return new MigrationException(
        Reason.WEAK_PASSPHRASE,
        "The passphrase is too easy to guess, and whoever guesses it has this account. No backup"
            + " was written. Choose a longer one, for example five or six words that do not belong"
            + " together.");
  }

  static MigrationException tooLongPassphrase() {
    return new MigrationException(
        Reason.WEAK_PASSPHRASE,
        "The passphrase is longer than "
            + Limits.PASSPHRASE
            + " bytes, which a backup cannot be sealed with. No backup was written. Choose a"
            + " shorter one.");
  }

  static MigrationException tooLargeToExport() {
    return new MigrationException(
        Reason.TOO_LARGE,
        "This account and its messages are more than the 16 MiB that a backup holds. No backup was"
            + " written. Write one without the message history.");
  }

  static MigrationException beyondBounds() {
    return new MigrationException(
        Reason.TOO_LARGE,
        "Something in this profile is larger than a backup may hold, so that it could not be read"
            + " again. No backup was written. Write one without the message history; if that fails"
            + " too, report it.");
  }

  static MigrationException tooLarge() {
    return new MigrationException(
        Reason.TOO_LARGE,
        "The file is larger than any backup of Conclave."
            + UNCHANGED
            + " Check that it is the right file.");
  }

  static MigrationException damaged() {
    return new MigrationException(
        Reason.DAMAGED,
        "The passphrase fits, but what is in the backup does not belong together, so this account"
            + " cannot be restored from it."
            + UNCHANGED
            + " Use another backup of this account.");
  }

  static MigrationException unknownVersion() {
    return new MigrationException(
        Reason.UNKNOWN_VERSION,
        "The backup was written by a newer release of Conclave."
            + UNCHANGED
            + " Install that release here and try again.");
  }

  static MigrationException alreadyMember() {
    return new MigrationException(
        Reason.ALREADY_MEMBER,
        "This profile belongs to an organisation already, or waits to, and holds one account only."
            + UNCHANGED
            + " Restore into a new profile.");
  }

  static MigrationException notMember() {
    return new MigrationException(
        Reason.NOT_MEMBER,
        "This profile belongs to no organisation yet, so there is no account that a backup could"
            + " hold. No backup was written. Found or join an organisation first.");
  }

  static MigrationException wrongPassphrase() {
    return new MigrationException(
        Reason.WRONG_PASSPHRASE_OR_DAMAGED,
        "The passphrase is wrong, or the file was damaged: the two cannot be told apart."
            + UNCHANGED
            + " Type the passphrase again; if it does not help, use another copy of the file.");
  }

  static MigrationException unreadable(Path file, Exception cause) {
    return new MigrationException(
        Reason.FILE,
        "The file "
            + file
            + " cannot be read."
            + UNCHANGED
            + " Check that it is there and that you may read it.",
        cause);
  }

  static MigrationException unwritable(Path file, Exception cause) {
    return new MigrationException(
        Reason.FILE,
        "The backup cannot be written to "
            + file
            + ". A file that was there before is as it was. Check that the folder is there, that"
            + " you may write to it and that the disk is not full, or choose another place.",
        cause);
  }

  static MigrationException interrupted() {
    return new MigrationException(
        Reason.INTERRUPTED, "It was interrupted before it was done." + UNCHANGED + " Try again.");
  }

  static MigrationException stopped() {
    return new MigrationException(
        Reason.INTERRUPTED,
        "Backup and restore was switched off, or the profile locked, before it was done."
            + UNCHANGED
            + " Try again when it is on.");
  }

  static MigrationException of(ImportOutcome.Refused refused) {
    return switch (refused.reason()) {
      case NOT_A_BACKUP ->
          new MigrationException(
              Reason.NOT_A_BACKUP,
              "The file is no backup of Conclave."
                  + UNCHANGED
                  + " Choose a file that was written by 'export a backup'.");
      case CUT_OFF ->
          new MigrationException(
              Reason.CUT_OFF,
              "The backup is not complete: its end is missing."
                  + UNCHANGED
                  + " Copy it again from where it was written.");
      case UNKNOWN_VERSION -> unknownVersion();
      case COST_OUT_OF_BOUNDS ->
          new MigrationException(
              Reason.COST_OUT_OF_BOUNDS,
              "The file asks for more work than any backup of Conclave does, so it was damaged or"
                  + " made to do harm."
                  + UNCHANGED
                  + " Use another copy of the backup.");
      case TOO_LARGE -> tooLarge();
      case NOT_ENOUGH_MEMORY ->
          new MigrationException(
              Reason.NOT_ENOUGH_MEMORY,
              "Opening this backup takes more memory than there is."
                  + UNCHANGED
                  + " Close other applications and try again, or use another machine.");
      case WRONG_PASSPHRASE_OR_DAMAGED -> wrongPassphrase();
    };
  }

  static MigrationException of(EngineException failure) {
    return new MigrationException(
        Reason.ENGINE,
        "The encryption engine did not do its part: it is not running, or has too little memory."
            + UNCHANGED
            + " Wait a moment, close other applications, and try again.",
        failure);
  }

  static MigrationException of(StorageException failure) {
    return new MigrationException(
        Reason.STORAGE,
        "The profile could not be read or written: " + failure.getMessage() + UNCHANGED,
        failure);
  }

  static MigrationException of(OrganisationException failure) {
    return switch (failure.reason()) {
      case NOT_MEMBER -> notMember();
      case ALREADY_MEMBER -> alreadyMember();
      case BACKUP_DAMAGED ->
          new MigrationException(
              Reason.DAMAGED,
              "The passphrase fits, but what is in the backup does not belong together: "
                  + failure.getMessage()
                  + UNCHANGED
                  + " Use another backup of this account.",
              failure);
      case ENGINE ->
          new MigrationException(
              Reason.ENGINE,
              "The encryption engine did not do its part: "
                  + failure.getMessage()
                  + UNCHANGED
                  + " Try again.",
              failure);
      case STORAGE ->
          new MigrationException(
              Reason.STORAGE,
              "The profile could not be read or written: " + failure.getMessage() + UNCHANGED,
              failure);
      default -> new MigrationException(Reason.DAMAGED, failure.getMessage() + UNCHANGED, failure);
    };
  }
}
