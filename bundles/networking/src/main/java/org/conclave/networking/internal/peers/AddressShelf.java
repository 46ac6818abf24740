package org.conclave.networking.internal.peers;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@link AddressBook} in the profile, sealed: addresses tell where people are. A change
 * is written within two seconds; losing the last ones costs a reconnection some time, no more.
 */
public final class AddressShelf {
  private static final Logger LOG = LoggerFactory.getLogger(AddressShelf.class);
  private static final String NAMESPACE = "networking";
  private static final String KEY = "addresses";
  private static final long DELAY_SECONDS = 2;

  private final Storage storage;
  private final AddressBook book;
  private final ScheduledExecutorService timers;
  private final Executor writes;
  private final AtomicBoolean scheduled = new AtomicBoolean();

  public AddressShelf(
      Storage storage, AddressBook book, ScheduledExecutorService timers, Executor writes) {
    this.storage = storage;
    this.book = book;
    this.timers = timers;
    this.writes = writes;
  }

  /** Fills the book with what was kept. Blocks on the disk. */
  public void load() {
    try {
      Optional<SecretBytes> kept =
          storage.read(transaction -> transaction.keyValues().get(NAMESPACE, KEY));
      if (kept.isEmpty()) {
        return;
      }
      try (SecretBytes bytes = kept.get()) {
        AddressBook.parse(bytes.toByteArray())
            .forEach(
                (device, addresses) -> book.learn(device, addresses, AddressBook.Source.CLAIMED));
      }
    } catch (StorageException | InvalidProtocolBufferException e) {
      LOG.warn("the addresses of members could not be read; they will be learned again", e);
    }
  }

  /** The book changed. Never blocks. */
  public void changed() {
    if (scheduled.compareAndSet(false, true)) {
      timers.schedule(() -> writes.execute(this::save), DELAY_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Writes the book now. Blocks on the disk. */
  public void save() {
    scheduled.set(false);
    byte[] all = book.toProtobuf(device -> true, address -> true).toByteArray();
    try (SecretBytes bytes = SecretBytes.wrap(all)) {
      storage.write(
          transaction -> {
            transaction.keyValues().put(NAMESPACE, KEY, bytes);
            return true;
          });
    } catch (StorageException e) {
      if (e.reason() == StorageException.Reason.CLOSED) {
        LOG.debug("the profile is closed already; newer addresses will be learned again");
        return;
      }
      LOG.warn("the addresses of members could not be kept", e);
    }
  }
}
