package org.conclave.persistence.internal.sqlite;

import org.conclave.api.storage.StorageException;
import org.conclave.api.storage.Transaction;

/** A write without a result. */
@FunctionalInterface
interface Writing {
  void in(Transaction transaction) throws StorageException;

  static void in(StorageFixture fixture, Writing work) throws StorageException {
    fixture
        .storage()
        .<Object, RuntimeException>write(
            tx -> {
              work.in(tx);
              return Boolean.TRUE;
            });
  }
}
