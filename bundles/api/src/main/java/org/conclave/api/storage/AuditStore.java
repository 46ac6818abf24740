package org.conclave.api.storage;

import java.util.List;
import org.conclave.api.audit.AuditEvent;
import org.conclave.api.bytes.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The audit log's chain. Whoever does something that belongs in it appends within the transaction
 * of the act. {@link org.conclave.api.audit.AuditChain} says how the rows hang together.
 */
@ProviderType
public interface AuditStore {
  /** The time is taken by the store. */
  void append(AuditEvent event) throws StorageException;

  /**
   * Up to {@code limit} records with a number greater than {@code after}, the oldest first.
   *
   * @throws StorageException DAMAGED if one of them, or one that belongs among them, is not as it
   *     was written; the hashes are not computed again
   */
  List<Row> after(long after, int limit) throws StorageException;

  /** How many were ever appended: the number of the last. */
  long count() throws StorageException;

  /**
   * As it stands on the disk.
   *
   * @param content exact bytes that the hash covers: one line of JSON with number, time (ISO 8601),
   *     kind and details
   */
  record Row(long number, Bytes content, Bytes hash) {}
}
