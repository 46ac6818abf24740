package org.conclave.audit.internal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.conclave.api.audit.AuditVerdict.Broken;
import org.conclave.api.storage.AuditStore.Row;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;

/**
 * Walks this profile's log from its first row to its last, a portion at a time and each in a
 * transaction of its own, so that nothing is held up by a slow reader. Rows never change; those
 * that come meanwhile are walked too.
 */
final class StoredChain {
  private static final int PORTION = 256;

  private final Storage storage;
  private final Chain chain = new Chain();

  StoredChain(Storage storage) {
    this.storage = storage;
  }

  /** What is done with each row that fits. */
  @FunctionalInterface
  interface Visitor {
    void visit(Row row) throws IOException;
  }

  /** As far as it was walked. */
  Chain chain() {
    return chain;
  }

  /** Where it is broken, if it is; then the rows before were visited. */
  Optional<Broken> walk(Visitor visitor) throws StorageException, IOException {
    List<Row> rows;
    do {
      try {
        rows = after(chain.length(), PORTION);
      } catch (StorageException e) {
        return Optional.of(damaged(e, visitor));
      }
      Optional<Broken> broken = take(rows, visitor);
      if (broken.isPresent()) {
        return broken;
      }
    } while (rows.size() == PORTION);
    return Optional.empty();
  }

  /** Something in the next portion is damaged: which, is found one by one. */
  private Broken damaged(StorageException failure, Visitor visitor)
      throws StorageException, IOException {
    if (failure.reason() != StorageException.Reason.DAMAGED) {
      throw failure;
    }
    try {
      for (int i = 0; i < PORTION; i++) {
        Optional<Broken> broken = take(after(chain.length(), 1), visitor);
        if (broken.isPresent()) {
          return broken.get();
        }
      }
    } catch (StorageException e) {
      if (e.reason() != StorageException.Reason.DAMAGED) {
        throw e;
      }
      long number = chain.length() + 1;
      return new Broken(
          number, "Line " + number + " of the stored log is missing or is not what was written.");
    }
    throw failure;
  }

  private Optional<Broken> take(List<Row> rows, Visitor visitor) throws IOException {
    for (Row row : rows) {
      Optional<Broken> broken = chain.take(row.content(), row.hash());
      if (broken.isPresent()) {
        return broken;
      }
      visitor.visit(row);
    }
    return Optional.empty();
  }

  private List<Row> after(long number, int limit) throws StorageException {
    return storage.<List<Row>, StorageException>read(
        transaction -> transaction.audit().after(number, limit));
  }
}
