package org.conclave.persistence.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.Storage;
import org.conclave.persistence.internal.seal.Argon2Cost;
import org.jspecify.annotations.Nullable;

/** A profile as the component runs it, with a cheap key derivation and without a framework. */
final class ProfileFixture implements AutoCloseable {
  static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);

  final EventDispatcher events = new EventDispatcher();
  final AtomicReference<@Nullable Storage> offered = new AtomicReference<>();
  final Profile profile;

  ProfileFixture(Path directory) {
    this.profile = new Profile(directory, CHEAP, Clock.systemUTC(), events, this::offer);
  }

  static SecretBytes passphrase() {
    return SecretBytes.wrap(Bytes.utf8("correct horse battery").toByteArray());
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the condition did not come true within 20 s");
      }
      Thread.onSpinWait();
    }
  }

  Storage storage() {
    Storage storage = offered.get();
    if (storage == null) {
      throw new AssertionError("no storage is offered");
    }
    return storage;
  }

  private Runnable offer(Storage storage) {
    offered.set(storage);
    return () -> offered.set(null);
  }

  @Override
  public void close() {
    profile.lock();
    events.close();
  }
}
