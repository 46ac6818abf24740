package org.conclave.audit.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.conclave.api.audit.AuditException;
import org.conclave.api.audit.AuditException.Reason;
import org.conclave.api.storage.StorageException;

/** What went wrong, said to a person: what happened, what it means, what to do. */
final class AuditFailures {
  private AuditFailures() {}

  static AuditException storage(StorageException cause) {
    return new AuditException(
        Reason.STORAGE,
        "The audit log could not be read. Nothing was changed. " + cause.getMessage(),
        cause);
  }

  static AuditException unknown(long number) {
    return new AuditException(
        Reason.STORAGE,
        "Line "
            + number
            + " of the audit log is in words that this version of Conclave does not know. It can be"
            + " verified and exported. Install the newer version to read it.",
        new IllegalArgumentException("an unknown kind or form"));
  }

  static AuditException notWritten(Path file, IOException cause) {
    return new AuditException(
        Reason.FILE,
        "The audit log could not be written to "
            + file
            + ". No file was made, and an older one is as it was. Check that the folder exists,"
            + " that your account may write there, and that the disk has free space.",
        cause);
  }

  static AuditException notRead(Path file, IOException cause) {
    return new AuditException(
        Reason.FILE,
        "The file "
            + file
            + " could not be read, so nothing can be said about it. Check its name, and that your"
            + " account may read it.",
        cause);
  }
}
