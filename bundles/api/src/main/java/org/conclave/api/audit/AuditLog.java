package org.conclave.api.audit;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The local audit log: hash-chained, so that a changed, missing or reordered line is found.
 * Registered while the profile is unlocked. Calls block on disk.
 */
@ProviderType
public interface AuditLog {
  /** Up to {@code limit} entries with a number less than {@code before}, newest first. */
  List<AuditEntry> entries(long before, int limit) throws AuditException;

  /** Recomputes the whole chain of this profile. */
  AuditVerdict verify() throws AuditException;

  /**
   * Writes the log as lines of JSON, the last of which is signed by this device and tells how many
   * there are. A profile that belongs to no organisation has nothing to sign with, nor has one
   * whose onboarding is off: the file says so, and so does the verdict. An existing file is
   * replaced, and only once everything is written and on the disk. A log that is broken is not
   * exported.
   *
   * @return Intact, of the file that was written; Broken, and no file was touched
   */
  AuditVerdict export(Path file) throws AuditException;

  /**
   * Judges an exported file, this profile's or another's, however large: it is read once, line by
   * line. What is no such file is Broken.
   */
  AuditVerdict verify(Path file) throws AuditException;
}
