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
   * there are. An existing file is replaced, and only once everything is written.
   */
  AuditVerdict export(Path file) throws AuditException;

  /** Judges an exported file, this profile's or another's. */
  AuditVerdict verify(Path file) throws AuditException;
}
