package org.conclave.api.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.UserId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is still to be transmitted. A row ends when nobody is awaited any more, or when it expires.
 */
@ProviderType
public interface OutboxStore {
  /**
   * @param awaiting whom it is for; nobody ends it at once
   * @return the row's id
   */
  long add(OutboxRow.Item item, Set<UserId> awaiting, Instant expiresAt) throws StorageException;

  Optional<OutboxRow> find(long id) throws StorageException;

  /** All that is open and has not expired, oldest first. */
  List<OutboxRow> open() throws StorageException;

  /** Open rows that await {@code user}, oldest first. */
  List<OutboxRow> openFor(UserId user) throws StorageException;

  /**
   * {@code user}'s device has committed the envelope. Where the row carries a message, its {@link
   * MessageStore#recordReceived} follows.
   *
   * @return whether this changed anything
   */
  boolean acknowledge(GroupId group, EnvelopeId envelope, UserId user) throws StorageException;

  /** The row has done its work. */
  void end(long id) throws StorageException;

  /** {@code user} is not awaited any more by rows of {@code group}: it left. */
  void forget(GroupId group, UserId user) throws StorageException;

  /** How many rows are open. */
  int size() throws StorageException;
}
