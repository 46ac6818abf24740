package org.conclave.api.storage;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Units of work on the unlocked profile. Registered while the profile is unlocked.
 *
 * <p>A write commits everything that its work did, or nothing: it is on the disk (synchronous,
 * flushed) when {@link #write} returns, and only then are the events that the work published
 * delivered, in commit order, to every {@link StoreListener}. Writes run one after the other; reads
 * run beside them on a snapshot. An exception thrown by the work, checked or not, rolls back and
 * reaches the caller as it is. A transaction must not leave its work, nor be used from another
 * thread; work must not start another transaction, nor wait on the network, the engine or a person.
 */
@ProviderType
public interface Storage {
  <T extends @org.jspecify.annotations.Nullable Object, X extends Exception> T read(Work<T, X> work)
      throws StorageException, X;

  <T extends @org.jspecify.annotations.Nullable Object, X extends Exception> T write(
      Work<T, X> work) throws StorageException, X;

  /** Something to do within one transaction. */
  @FunctionalInterface
  interface Work<T extends @org.jspecify.annotations.Nullable Object, X extends Exception> {
    T in(Transaction transaction) throws StorageException, X;
  }
}
