package org.conclave.persistence.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.conclave.api.storage.ProfileException;
import org.conclave.api.storage.ProfileException.Reason;

/** What went wrong with a profile, said to a person: what happened, what it means, what to do. */
final class ProfileFailures {
  private ProfileFailures() {}

  static ProfileException absent(Path directory) {
    return new ProfileException(
        Reason.ABSENT,
        "There is no profile in " + directory + ". Create one, or choose another folder.");
  }

  static ProfileException alreadyExists(Path directory) {
    return new ProfileException(
        Reason.ALREADY_EXISTS,
        "There is a profile in "
            + directory
            + " already, and it was left as it is. Unlock it, or choose another folder.");
  }

  static ProfileException weakPassphrase() {
    return new ProfileException(
        Reason.WEAK_PASSPHRASE,
        "The passphrase is shorter than 8 characters, so it could be guessed. No profile was"
            + " created. Choose a longer one: a few words are best.");
  }

  static ProfileException wrongPassphrase(Throwable cause) {
    return new ProfileException(
        Reason.WRONG_PASSPHRASE,
        "The passphrase is wrong. The profile stays locked, and nothing was changed. Check the"
            + " keyboard layout and try again.",
        cause);
  }

  static ProfileException damaged(Path directory, Throwable cause) {
    return new ProfileException(
        Reason.DAMAGED,
        "The profile is damaged: its header or its database is missing or not what was written. It"
            + " was left as it is. Copy the folder "
            + directory
            + " to a safe place, then restore a backup.",
        cause);
  }

  static ProfileException tooNew(Throwable cause) {
    return new ProfileException(
        Reason.TOO_NEW,
        "The profile was written by a newer version of Conclave. It was left as it is. Install the"
            + " newer version to open it.",
        cause);
  }

  static ProfileException notErased(Path directory, IOException cause) {
    return new ProfileException(
        Reason.DISK,
        "The profile in "
            + directory
            + " could not be erased whole: the disk refused it. It is locked, and what is left of"
            + " it may still open with the passphrase. Check that your account may write there,"
            + " then erase it again.",
        cause);
  }

  static ProfileException disk(Path directory, IOException cause) {
    return new ProfileException(
        Reason.DISK,
        "The profile folder "
            + directory
            + " cannot be read or written. Nothing was lost. Check that the disk works and has"
            + " free space, and that your account may write there, then try again.",
        cause);
  }
}
